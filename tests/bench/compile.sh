#!/bin/sh
# tests/bench/compile.sh -- compiling large sources: vmc against luac5.4, and
# loading the bytecode against compiling. `make bench-compile`
#
#     BUILD=build LINES=1000000 tests/bench/compile.sh
#
# Processor time of the best of three runs, and the most memory of any. Goals:
# at most 1.5 times luac's time and memory; to load and verify at most a third of
# compiling. In the end load.lua, without the start of processes, on files as
# people write them and on a tenth of the generated ones.
set -eu
: "${BUILD:=build}" "${LINES:=1000000}"

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
here=$(dirname "$0")

# Sets seconds and megabytes.
measure() { # COMMAND ...
    : > "$temp/times"
    for run in 1 2 3; do
        /usr/bin/time -f '%U %S %M' -a -o "$temp/times" "$@" > /dev/null
    done
    set -- $(awk '
        NR == 1 || $1 + $2 < s { s = $1 + $2 }
        $3 > m { m = $3 }
        END { printf "%.2f %d", s, m / 1024 }' "$temp/times")
    seconds=$1 megabytes=$2
}

row() { # NAME
    printf '  %-22s %6.2f s  %5.2f  %5d MB  %5.2f\n' "$1" "$seconds" \
        "$(echo "$seconds $base" | awk '{ print $1 / ($2 > 0 ? $2 : 0.01) }')" \
        "$megabytes" "$(echo "$megabytes $base_mb" | awk '{ print $1 / $2 }')"
}

for kind in mix table; do
    source=$temp/$kind.lua code=$temp/$kind.bc
    lua5.4 "$here/compile_source.lua" $kind "$LINES" > "$source"
    echo "$kind: $(wc -l < "$source") lines, $(wc -c < "$source") bytes"
    measure luac5.4 -o "$temp/out" "$source"
    base=$seconds base_mb=$megabytes
    row luac5.4
    measure "$BUILD/vmc" -o "$code" "$source"
    row vmc
    base=$seconds base_mb=$megabytes
    echo "  against vmc:"
    measure "$BUILD/vmc" --verify "$code"
    row 'vmc --verify'
    measure "$BUILD/vmrun" -e "loadfile('$code')"
    row 'load the bytecode'
    measure "$BUILD/vmrun" -e "loadfile('$source')"
    row 'load the source'
done

for kind in mix table; do
    lua5.4 "$here/compile_source.lua" $kind $((LINES / 10)) > "$temp/$kind.lua"
done
echo "in one process:"
"$BUILD/vmrun" "$here/load.lua" "$here"/../../examples/markdown/*.lua \
    "$here/deltablue.lua" "$temp/mix.lua" "$temp/table.lua"
