# Sourced after jdk.sh and jvm.sh: build_if_needed compiles and collects the libraries when nothing is built yet or a source
# is newer.
BUILT=target/.built
is_built() { [ -e "$BUILT" ] && [ -z "$(find pom.xml src/main src/build -newer "$BUILT" -print -quit)" ]; }
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
    maven -q -Dmaven.test.skip=true package >&2 || { rm -f "$now"; return 1; }
    "$JAVA_HOME/bin/java" src/build/Unsign.java target/lib/*.jar >&2 || { rm -f "$now"; return 1; }
    keep_first_run
    mv "$now" "$BUILT"
}
# Maven's own libraries use what the JDK warns about, and its console library ends with colours: neither is our business.
maven() (
    set -o pipefail
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" mvn -B -ntp -Dstyle.color=never "$@" 2>&1 |
        sed -u $'s/\e\\[[0-9;]*m//g; /^$/d'
)
