#!/bin/sh
# tests/fuzz.sh -- mutates .bc files for some seconds; see tests/fuzz_bc.c.
#
#     BUILD=build/fuzz tests/fuzz.sh [SECONDS]
#
# Starts from the files of tests/bytecode, the example and the benchmarks.
# What is found that leads somewhere new is kept in $BUILD/corpus for the next
# time; an input that goes wrong is named, and left in $BUILD.
set -eu

: "${BUILD:=build/fuzz}"
seconds=${1:-60}
corpus=$BUILD/corpus
mkdir -p "$corpus"

"$BUILD/verify-test" -w "$corpus" tests/bytecode/*.asm > /dev/null
"$BUILD/vmc" --bundle -o "$corpus/markdown.bc" examples/markdown.lua
for file in tests/bench/*.lua; do
    "$BUILD/vmc" -o "$corpus/$(basename "$file" .lua).bc" "$file"
done

"$BUILD/fuzz-bc" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
    -max_len=65536 -artifact_prefix="$BUILD/" -print_final_stats=1 \
    "$corpus" 2> "$BUILD/fuzz.log" || {
    grep -v '^#' "$BUILD/fuzz.log" | head -60
    echo "0 passed, 1 failed"
    exit 1
}
sed -n 's/^stat::number_of_executed_units: *\(.*\)/\1 files tried/p' \
    "$BUILD/fuzz.log"
echo "1 passed, 0 failed"
