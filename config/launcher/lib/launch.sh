# shellcheck shell=sh
# shellcheck disable=SC2154 # the launcher sets $lib
# Sourced by a launcher: finds a Java 25 and becomes it. Asks files and not `java -version`: starting a JVM just to
# learn its version would double the time to start.

is_java_25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while read -r line; do
    case $line in 'JAVA_VERSION="25'[.\"]*) return 0 ;; esac
  done <"$1/release"
  return 1
}

find_java_25() {
  for java_home in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/java/*25* \
    "${HOME:-}"/.sdkman/candidates/java/25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    is_java_25 "$java_home" && return 0
  done
  java_home=$(command -v java) && java_home=$(readlink -f "$java_home") || return 1
  java_home=${java_home%/bin/java}
  is_java_25 "$java_home"
}

# A JVM before 25.0.4 takes a cache whose jar has changed, and runs the old classes (JDK-8377932); and one that takes a
# cache from another folder no longer knows where its classes came from (JDK-8376576). So both are asked here.
find_aot_cache() {
  aot_cache=$lib/$1.aot made_in=
  # shellcheck disable=SC3013 # every sh has had -nt, and POSIX has it since 2024
  [ "$aot_cache" -nt "$lib/$1.jar" ] && read -r made_in <"$aot_cache.folder"
  [ "$made_in" = "$lib" ] || aot_cache=
}

# launch NAME JVM_OPTIONS ARGUMENT...: runs lib/NAME.jar, from its AOT cache where the build made one.
launch() {
  name=$1 jvm_options=$2
  shift 2
  if ! find_java_25; then
    echo "$name: no Java 25 found: install one (for example temurin-25-jre from adoptium.net) or set JAVA25_HOME" >&2
    exit 1
  fi
  find_aot_cache "$name"
  set -f
  # shellcheck disable=SC2086 # the user's options are separated by spaces
  exec "$java_home/bin/java" "@$lib/jvm.options" ${aot_cache:+"-XX:AOTCache=$aot_cache"} $jvm_options \
    -jar "$lib/$name.jar" "$@"
}
