#!/bin/sh
# tests/fuzz.sh -- mutates inputs of tests/fuzz_*.c for some seconds each.
#
#     BUILD=build/fuzz tests/fuzz.sh [SECONDS [bc|src|lib ...]]
#
# Starts from what is in the repository: bc from tests/golden, tests/bytecode,
# the example and the benchmarks; src from the scripts of tests; lib from the
# list below. What is found that leads somewhere new is kept in
# $BUILD/corpus-NAME for the next time; an input that goes wrong is named, and
# left in $BUILD.
set -eu

: "${BUILD:=build/fuzz}"
seconds=${1:-60}
[ $# = 0 ] || shift
passed=0 failed=0

seeds_bc() { # FOLDER
    "$BUILD/verify-test" -w "$1" tests/bytecode/*.asm > /dev/null
    cp tests/golden/*.bc "$1"
    "$BUILD/vmc" --bundle -o "$1/markdown.bc" examples/markdown.lua
    for file in tests/bench/*.lua; do
        "$BUILD/vmc" -o "$1/$(basename "$file" .lua).bc" "$file"
    done
}

seeds_src() {
    for file in tests/lang/*/*.lua tests/regress/*.lua tests/golden/*.lua; do
        cp "$file" "$1/$(echo "$file" | tr / _)"
    done
}

# A function's number and its arguments, as tests/fuzz_lib.c reads them: 7 is
# a string, 2 a small number.
seeds_lib() {
    n=0
    while read -r line; do
        n=$((n + 1))
        # shellcheck disable=SC2059 # a format on purpose
        printf "$line" > "$1/seed$n"
    done << 'END'
\000\007\013hello world\007\010(o)%%s-(w)\002\001
\001\007\013key = value\007\023^(%%w+)%%s*=%%s*(%%w+)$
\001\007\006f(a(b)\007\006%%b()%%f[%%w]
\002\007\006aXbXcX\007\003[A-Z]\007\004<%%0>\002\002
\002\007\006aXbXcX\007\003[^a]\006
\003\007\007a1b2c3x\007\012()%%a(%%d)()
\004\007\036%%5.2s|%%-8d|%%+i|%%x|%%g|%%q|%%a\007\003abc\002\001\002\002\002\003\002\004\007\002a\n\002\005
\004\007\013%%c%%o%%X%%#x%%e\002\101\002\010\002\377\002\001\002\002
\005\007\016<i4>I2!8jz s1xB\002\001\002\002\002\003\007\003abc\007\002de\002\007
\005\007\007!4i16Xi\002\377\002\001
\005\007\010fdnc5zs2\002\001\002\002\002\003\007\003abc\007\001z\007\002ab
\006\007\010<i4>I2zB\007\020abcdefghijk\000mnop\002\001
\007\007\010!8bi8Xi4
\010\007\002ab\002\005\007\001,
\012\007\005hello\002\001\002\377
\013\007\006\342\202\254abc\002\001\002\377\001\001
\014\007\010\342\202\254abc\370\210\002\001\002\377
\015\007\006\342\202\254abc\002\002
\017\005\003\001a\002bc\001d\007\001,\002\001\002\003
\021\005\004\001a\001b\001c\001d\002\001\002\003\002\002
\025\007\0100x1.8p-3\002\020
\027\007\017return 1 + ... 
END
}

fuzz() { # NAME
    corpus=$BUILD/corpus-$1
    words=
    [ ! -e "tests/fuzz_$1.dict" ] || words=-dict=tests/fuzz_$1.dict
    mkdir -p "$corpus"
    "seeds_$1" "$corpus"
    if "$BUILD/fuzz-$1" -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$BUILD/" $words \
        -print_final_stats=1 "$corpus" 2> "$BUILD/fuzz-$1.log"; then
        passed=$((passed + 1))
        sed -n 's/^stat::number_of_executed_units: */'"$1"': inputs tried: /p' \
            "$BUILD/fuzz-$1.log"
    else
        failed=$((failed + 1))
        grep -v '^#' "$BUILD/fuzz-$1.log" | head -60
    fi
}

for target in ${*:-bc src lib}; do
    fuzz "$target"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
