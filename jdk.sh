# Sourced by our scripts: sets JAVA_HOME to a JDK of at least 25, or says clearly that there is none.
# Looks at JAVA_HOME, then at PATH, then in the usual folders.
find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" "$(path_jdk)" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* "$HOME"/.sdkman/candidates/java/*; do
        [ -x "$home/bin/javac" ] && [ "$(jdk_version "$home")" -ge 25 ] 2>/dev/null && { JAVA_HOME=$home; export JAVA_HOME; return 0; }
    done
    echo "Sigillo needs a JDK of version 25 or later. None was found in JAVA_HOME, on PATH or in /usr/lib/jvm." >&2
    echo "Install one (Debian: a package such as temurin-25-jdk or openjdk-25-jdk-headless) or set JAVA_HOME." >&2
    return 1
}
path_jdk() { local c; c=$(command -v javac) && dirname "$(dirname "$(readlink -f "$c")")"; }
# The release file has JAVA_VERSION="25.0.1"; a JDK without one is asked.
jdk_version() {
    local v; v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    [ -n "$v" ] || v=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    echo "${v:-0}"
}
