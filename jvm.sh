# Sourced by our scripts, in the project's folder: what the JVM is started with.
# Memory: the heap holds no message (those are streamed): some 15 MiB live under load; passwords are stretched outside of
# it. So 56 MiB is ample, with room for 400 mail programs that have signed in, and for strangers (net.Room, decision 0029). Each
# more that [limits] connections asks for takes HEAP_KIB_EACH: what they hold, and as much for all others. The serial collector costs least on few cores; each
# whole collection moves all together, so that what is dead can be overwritten (keyring.MemorySweep).
# When the JVM itself breaks down it says so in some lines where the server's other output goes: signal, version, the place in
# which library. Its reports in files are not written: they hold the memory around the registers, and constants of the program.
HEAP_MIB=56 HEAP_CONNECTIONS=400 HEAP_KIB_EACH=67
JVM_FLAGS=(-Xms32m "-Xmx${HEAP_MIB}m" -XX:+UseSerialGC -XX:MarkSweepAlwaysCompactCount=1 -XX:PretenureSizeThreshold=262144 -XX:+UseCompactObjectHeaders -XX:MaxMetaspaceSize=96m -XX:ReservedCodeCacheSize=64m
    -XX:MaxDirectMemorySize=64m -Xss512k -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError
    -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null -XX:-DumpReplayDataOnError -XX:+DisableAttachMechanism
    -Djdk.tls.rejectClientInitiatedRenegotiation=true --enable-native-access=ALL-UNNAMED
    -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 "-Dsigillo.home=$PWD")
# A conversation that computes, or waits in the store's native code, keeps its carrier thread. With only as many as cores,
# two of them hold up all others; the system takes turns among more.
CARRIERS=$(nproc 2>/dev/null || echo 8); [ "$CARRIERS" -ge 8 ] || CARRIERS=8
JVM_FLAGS+=("-Djdk.virtualThreadScheduler.parallelism=$CARRIERS")
# The compiler works beside the mails, on their cores: it is to inline little. When it begins is left to the JVM: what waits
# for it runs with counters, at half the speed, and most of a delivery is called once a mail.
JVM_FLAGS+=(-XX:FreqInlineSize=100 -XX:InlineSmallCode=1200)
# The interpreter looks after 16 calls of a method (as it comes, 128) whether it is to be compiled: what the kept first run had
# compiled is compiled then, and most of what a mail program asks is less than 128 calls.
JVM_FLAGS+=(-XX:Tier0InvokeNotifyFreqLog=4 -XX:Tier0BackedgeNotifyFreqLog=7)
REHEARSAL_FLAGS=(-XX:Tier4InvocationThreshold=1000 -XX:Tier4MinInvocationThreshold=100 -XX:Tier4CompileThreshold=3000)
# What libraries in C and the compiler freed goes back to the system every second (experimental in JDK 25: hence the unlocking).
JVM_FLAGS+=(-XX:+UnlockExperimentalVMOptions -XX:TrimNativeHeapInterval=1000)
# What a first run loaded and compiled, kept by the build; a JVM that it does not fit starts without it, and says nothing.
AOT_CACHE=$PWD/target/sigillo.aot
# Names of files are UTF-8, also where the caller's locale is another, is not installed, or is none, as under systemd. The
# JDK would take the language from the same variable.
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in it|it[_.@]*) JVM_FLAGS+=(-Duser.language=it) ;; esac
[ "$(locale charmap 2>&1)" = UTF-8 ] || export LC_ALL=C.UTF-8
# glibc gives each thread an arena of its own otherwise; RocksDB's threads would spread over all of them.
export MALLOC_ARENA_MAX=2

# The jars in one order: the kept first run is valid for that order only.
class_path() { local jars; jars=$(printf ':%s' "$PWD"/target/lib/*.jar); echo "$PWD/target/sigillo.jar$jars"; }
# In MiB, for these words of the command line. Finds `connections = N` below `[limits]`; what it does not find so is told by the
# server, which looks whether what is configured fits into the heap that it has.
heap_mib() {
    local files=() before="" word file line inside wanted=0
    for word in "$@"; do
        case "$before=$word" in *=--config=* | *=--data=* | *=--settings=*) before=${word%%=*} word=${word#*=} ;; esac
        case "$before" in --config | --settings) files+=("$word") ;; --data) files+=("$word/sigillo.toml") ;; esac
        before=$word
    done
    for file in "${files[@]}"; do
        inside=""
        [ ! -f "$file" ] || [ ! -r "$file" ] || while IFS= read -r line || [ -n "$line" ]; do
            if [[ $line =~ ^[[:space:]]*\[[[:space:]]*([^][[:space:]]+) ]]; then inside=${BASH_REMATCH[1]}; fi
            if [ "$inside" = limits ] && [[ $line =~ ^[[:space:]]*connections[[:space:]]*=[[:space:]]*([0-9_]{1,9}) ]]; then
                wanted=$((10#${BASH_REMATCH[1]//_/}))
            fi
        done <"$file"
    done
    [ "$wanted" -gt "$HEAP_CONNECTIONS" ] || wanted=$HEAP_CONNECTIONS
    [ "$wanted" -le 100000 ] || wanted=$HEAP_CONNECTIONS # the server says what is possible
    echo $((HEAP_MIB + ((wanted - HEAP_CONNECTIONS) * HEAP_KIB_EACH + 1023) / 1024))
}
# Replaces the shell by Sigillo.
run_sigillo() {
    local cache=(); [ -e "$AOT_CACHE" ] && cache=("-XX:AOTCache=$AOT_CACHE" -Xlog:aot*=off -Xlog:cds*=off)
    local path; path=$(class_path)
    cd "$CALLED_FROM"
    JVM_FLAGS+=("-Xmx$(heap_mib "$@")m")
    umask 077 # what is kept is for the server's user only
    ulimit -c 0 # no memory of ours goes to a disk: no core file, no heap dump, nobody attaches and asks for one
    # shellcheck disable=SC2086 # words for the JVM, on purpose
    exec "$JAVA_HOME/bin/java" "-Dsigillo.started=${EPOCHREALTIME//[!0-9]/}" "${cache[@]}" "${JVM_FLAGS[@]}" ${SIGILLO_JAVA_FLAGS:-} \
        -cp "$path" sigillo.main.Main "$@"
}
# Starts a demo once, lets it take and read 15,000 mails, and keeps what it loaded and learned: every later start takes two
# thirds of the time, and its first thousands of mails half.
keep_first_run() {
    local data; data=$(mktemp -d)
    "$JAVA_HOME/bin/java" "-XX:AOTCacheOutput=$AOT_CACHE" "${JVM_FLAGS[@]}" "${REHEARSAL_FLAGS[@]}" -cp "$(class_path)" sigillo.main.Main \
        demo --rehearse --data "$data" --port-base $((24000 + RANDOM % 6000)) >target/first-run.log 2>&1 ||
        { rm -f "$AOT_CACHE"; echo "no first run could be kept (see target/first-run.log): starts take longer, nothing else" >&2; }
    rm -rf "$data"
}
