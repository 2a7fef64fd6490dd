#!/bin/sh
# tests/api/compare.sh -- the same program of C API calls, linked to the
# system's Lua 5.4 library and to ours, must print the same.
#
#     BUILD=build CC=clang-19 tests/api/compare.sh [TOPIC ...]
#
# CFLAGS and LIBRARY (ours as a static library) may be set.
set -u

: "${BUILD:=build}" "${CC:=clang-19}" "${CFLAGS:=}"
: "${LIBRARY:=$BUILD/libvmrun.a}" "${SYSTEM_INCLUDE:=/usr/include/lua5.4}"
out=$BUILD/test/api
mkdir -p "$out"
sources=$(ls tests/api/*.c | grep -v headers.c)
warnings='-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wold-style-definition -Wpointer-arith -Wundef -Wwrite-strings -Werror'

# shellcheck disable=SC2086 # lists of words
$CC -std=c11 -g $warnings -I . -I "$SYSTEM_INCLUDE" $sources -o "$out/theirs" \
    -llua5.4 -lm &&
    $CC -std=c11 -g $warnings $CFLAGS -I . -I include $sources -o "$out/ours" \
        "$LIBRARY" -lm -ldl || exit 1

[ $# != 0 ] || set -- $("$out/ours" topics)

passed=0 failed=0
for topic in "$@"; do
    for which in theirs ours; do
        (cd "$out" && timeout 60 "./$which" "$topic") \
            > "$out/$which-$topic" 2> "$out/$which-$topic.err" < /dev/null
        echo "status $?" >> "$out/$which-$topic"
    done
    if ! grep -q FAILED "$out/ours-$topic" &&
        tail -n 1 "$out/theirs-$topic" | grep -q 'status 0' &&
        cmp -s "$out/theirs-$topic" "$out/ours-$topic"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$topic: theirs (<) and ours (>)"
        diff "$out/theirs-$topic" "$out/ours-$topic" | head -n 30
        grep FAILED "$out/ours-$topic" | head -n 10
        tail -n 20 "$out/ours-$topic.err"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
