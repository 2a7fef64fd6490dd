#!/bin/sh
# tests/golden.sh -- the bytes that vmc makes of the sources in tests/golden.
#
#     BUILD=build tests/golden.sh            compare, run, check
#     BUILD=build tests/golden.sh --renew    write the files anew: make golden
#
# Every NAME.lua there has a NAME.bc, made with the options that its line
# `-- vmc:` names. vmc must make the same bytes again, and vmrun must print
# what the source's `-->` comments say when it runs the file. Together the
# files use every canonical instruction. A NAME.txt is what `vmc --list
# --verbose` says of both. A file that is renewed without a
# change of the format, of vm/opcodes.def, or of what the compiler chooses, is a
# mistake.
set -u

: "${BUILD:=build}"
BUILD=$(cd "$BUILD" && pwd) || exit 1
out=$BUILD/golden
passed=0 failed=0
rm -rf "$out"
mkdir -p "$out"
defs=$(pwd)/vm/opcodes.def
cd tests/golden || exit 1

ok() {
    passed=$((passed + 1))
}

fail() { # TEXT
    failed=$((failed + 1))
    echo "FAIL $1"
}

options() { # NAME
    sed -n 's/^-- vmc: *//p' "$1.lua"
}

compile() { # NAME TO
    "$BUILD/vmc" $(options "$1") -o "$2" "$1.lua"
}

# Without what it tells of modules on the way.
list() { # [OPTION ...] FILE
    "$BUILD/vmc" --list --verbose "$@" 2>&1 | sed '/^vmc: module /d'
}

# The same instructions with other bytes: then the bytes are shown.
show_difference() { # NAME
    list "$1.bc" > "$out/expected.txt"
    list "$out/$1.bc" > "$out/got.txt"
    if ! diff -u "$out/expected.txt" "$out/got.txt"; then
        return
    fi
    cmp -l "$1.bc" "$out/$1.bc"
}

same_bytes() { # NAME
    if ! compile "$1" "$out/$1.bc"; then
        fail "tests/golden/$1.lua: does not compile"
    elif cmp -s "$1.bc" "$out/$1.bc"; then
        ok
    else
        fail "tests/golden/$1.bc: vmc makes other bytes (renew: make golden)"
        show_difference "$1" | head -n 60
    fi
}

trimmed() {
    sed 's/[[:blank:]]*$//'
}

# The same of the source and of its bytecode, and what the file says.
same_listing() { # NAME
    [ -e "$1.txt" ] || return 0
    list "$1.bc" > "$out/$1.txt"
    list $(options "$1") "$1.lua" > "$out/$1.source.txt"
    for listing in "$out/$1.txt" "$out/$1.source.txt"; do
        if cmp -s "$1.txt" "$listing"; then
            ok
        else
            fail "tests/golden/$1.txt: vmc --list says something else"
            diff -u "$1.txt" "$listing" | head -n 40
        fi
    done
}

same_output() { # NAME
    sed -n 's/.*--> \{0,1\}//p' "$1.lua" | trimmed > "$out/$1.expected"
    "$BUILD/vmrun" "$1.bc" 2>&1 | trimmed > "$out/$1.got"
    if cmp -s "$out/$1.expected" "$out/$1.got"; then
        ok
    else
        fail "tests/golden/$1.bc: prints something else"
        diff -u "$out/$1.expected" "$out/$1.got" | head -n 40
    fi
}

# Every canonical instruction is in some file.
all_opcodes() {
    sed -n 's/^OP(\([A-Z]*\),.*/\1/p' "$defs" | sort > "$out/opcodes"
    for file in *.bc; do
        list "$file"
    done | sed -n 's/^[0-9]* \(\[[0-9]*\] \)\{0,1\}\([A-Z]*\) .*/\2/p' |
        sort -u > "$out/used"
    missing=$(comm -23 "$out/opcodes" "$out/used")
    if [ -s "$out/opcodes" ] && [ -z "$missing" ]; then
        ok
    else
        fail "tests/golden: no file has" $missing
    fi
}

# No file without a source.
nothing_left_over() {
    for file in *.bc *.txt; do
        [ -e "${file%.*}.lua" ] || fail "tests/golden/$file: no source"
    done
}

if [ "${1-}" = --renew ]; then
    for source in *.lua; do
        compile "${source%.lua}" "${source%.lua}.bc" || exit 1
    done
    for listing in *.txt; do
        list "${listing%.txt}.bc" > "$listing"
    done
    exit
fi

for source in *.lua; do
    same_bytes "${source%.lua}"
    same_listing "${source%.lua}"
    same_output "${source%.lua}"
done
nothing_left_over
all_opcodes
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
