# Sourced after jdk.sh: build_if_needed compiles and collects the libraries when nothing is built yet or a source is newer.
BUILT=target/.built
build_if_needed() {
    if [ -e "$BUILT" ] && [ -z "$(find pom.xml src/main -newer "$BUILT" -print -quit)" ]; then return 0; fi
    command -v mvn >/dev/null || { echo "Sigillo is built with Maven (Debian: apt-get install maven); there is no mvn on PATH." >&2; return 1; }
    echo "building ..." >&2
    local now; now=$(mktemp); 
    mvn -q -B -DskipTests package >&2 || { rm -f "$now"; return 1; }
    mv "$now" "$BUILT"
}
