# Sourced after jdk.sh and jvm.sh: build_if_needed compiles and collects the libraries when nothing is built yet or a source
# is newer.
BUILT=target/.built
WEBMAIL=(web/src web/build.mjs web/pack.mjs web/package-lock.json)
is_built() { [ -e "$BUILT" ] && [ -z "$(find pom.xml src/main src/build "${WEBMAIL[@]}" -newer "$BUILT" -print -quit)" ]; }
build_if_needed() {
    is_built && return 0
    mkdir -p target
    # One build at a time: the others wait, and find it done.
    if command -v flock >/dev/null; then exec 9>target/.lock; flock 9; fi
    is_built || build || return 1
    exec 9>&-
}
build() {
    command -v mvn >/dev/null || { echo "Sigillo is built with Maven (Debian: apt-get install maven); there is no mvn on PATH." >&2; return 1; }
    echo "building ..." >&2
    local now; now=$(mktemp)
    rm -f "$AOT_CACHE"
    build_webmail || { rm -f "$now"; return 1; }
    maven -q -Dmaven.test.skip=true package >&2 || { rm -f "$now"; return 1; }
    "$JAVA_HOME/bin/java" src/build/Unsign.java target/lib/*.jar >&2 || { rm -f "$now"; return 1; }
    # It needs half of the machine: ./test compiles beside it. The lock is held until it is kept, so who starts the program waits.
    if [ "${FIRST_RUN:-}" = beside ] && command -v flock >/dev/null; then built "$now" & else built "$now"; fi
}
built() { keep_first_run; mv "$1" "$BUILT"; }
# Into web/dist, from where Maven takes it. Without Node.js or npm's registry all else is built, and is said to lack it; what
# was made before is not packed then, since it would be another version.
build_webmail() {
    local log=target/webmail.log lacking=""
    rm -rf target/classes/sigillo/web/mail
    if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; then
        lacking="there is no Node.js 18 or later with npm (Debian: apt-get install nodejs npm)"
    elif ! install_webmail >"$log" 2>&1; then
        lacking="npm could not fetch its libraries (see $log)"
    fi
    if [ -n "$lacking" ]; then
        rm -rf web/dist
        echo "The webmail is left out: $lacking" >&2
        return 0
    fi
    node web/build.mjs >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}
# What package-lock.json names, in these very versions; no script of a package runs. npm trusts what the system trusts.
install_webmail() {
    local installed=web/node_modules/.package-lock.json
    [ -e "$installed" ] && [ ! web/package-lock.json -nt "$installed" ] && return 0
    [ ! -d /etc/ssl/certs ] || export NODE_OPTIONS=--use-openssl-ca SSL_CERT_DIR=/etc/ssl/certs
    timeout 300 npm ci --prefix web --ignore-scripts --no-audit --no-fund --fetch-retries 1
}
# Maven's own libraries use what the JDK warns about, and its console library ends with colours: neither is our business. javac
# is over before the JVM's second compiler gives back what it costs: without it ours takes half of the processor's time.
maven() (
    set -o pipefail
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1" mvn -B -ntp -Dstyle.color=never "$@" 2>&1 |
        sed -u $'s/\e\\[[0-9;]*m//g; /^$/d'
)
