#!/bin/sh
# tests/official.sh -- runs the official test suite of Lua 5.4.8.
#
#     BUILD=build tests/official.sh DIR [MODE ...]
#
# DIR holds the suite (all.lua and the rest). It is copied; in the copy the
# lines of tests/official.list are replaced and the C libraries are built
# against include/. A line that is not what the list says it is fails.
#
#   user       _U=true: short, portable, no messages
#   portable   _port=true _nomsg=true
#   full       everything that does without the reference's internals
#
# TIMEOUT is in seconds, for one mode. VMRUN_STRESS is passed on; with `stack`
# only `user` is of use, and takes minutes: some tests recurse deeply.
set -u

: "${BUILD:=build}" "${CC:=clang-19}" "${TIMEOUT:=1800}"
[ -f "${1-}/all.lua" ] || {
    echo "usage: tests/official.sh DIR [MODE ...], DIR the suite's folder" >&2
    exit 2
}
suite=$1
shift
root=$(pwd)
case $BUILD in
/*) ;;
*) BUILD=$root/$BUILD ;;
esac
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
trap 'exit 1' HUP INT TERM

passed=0 failed=0

fail() {
    echo "$*"
    failed=$((failed + 1))
}

replace_line() { # FILE LINE CHECKSUM REPLACEMENT
    sum=$(sed -n "$2p" "$1" | cksum)
    if [ "${sum%% *}" != "$3" ]; then
        fail "$1:$2 is not the line that tests/official.list leaves out"
        return
    fi
    awk -v line="$2" -v text="$4" \
        'NR == line { print text; next } { print }' "$1" > changed &&
        mv changed "$1"
}

replace_lines() {
    while read -r file line checksum replacement; do
        case $file in
        '' | '#'*) ;;
        stress:*)
            [ -z "${VMRUN_STRESS-}" ] || replace_line "${file#stress:}" \
                "$line" "$checksum" "$replacement"
            ;;
        *) replace_line "$file" "$line" "$checksum" "$replacement" ;;
        esac
    done < "$root/tests/official.list"
}

# attrib.lua wants them under these names.
build_libraries() {
    for name in lib1 lib11 lib2 lib21 lib2-v2; do
        source=libs/$name.c
        [ "$name" != lib2-v2 ] || source=libs/lib22.c
        $CC -O1 -fPIC -shared -I "$root/include" -o "libs/$name.so" \
            "$source" || fail "$source does not compile"
    done
    mkdir -p libs/P1
}

# Standard input is a pipe: files.lua wants one that cannot seek.
run() { # MODE [OPTION ...]
    log=$1.log
    shift
    : | timeout "$TIMEOUT" "$BUILD/vmrun" "$@" all.lua > "$log" 2>&1
    grep -q '^final OK' "$log"
}

mode() { # MODE
    start=$(date +%s)
    case $1 in
    user) run user -e "_U=true" ;;
    portable) run portable -e "_port=true _nomsg=true" ;;
    full) run full ;;
    *)
        fail "no mode is called $1"
        return
        ;;
    esac && passed=$((passed + 1)) || {
        tail -20 "$1.log"
        fail "the suite fails in mode $1"
    }
    echo "$1: $(($(date +%s) - start)) s"
}

cp -R "$suite/." "$out" && cd "$out" || exit 1
replace_lines
build_libraries
for m in ${*:-user portable full}; do
    mode "$m"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
