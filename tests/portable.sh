#!/bin/sh
# tests/portable.sh -- other machines, emulated: nothing may depend on the
# order of bytes or the width of words.
#
#     tests/portable.sh [MACHINE ...]
#
#   s390x   64 bits, the high byte first
#   mips    32 bits, the high byte first
#
# Each is built by its cross compiler and run by QEMU: scripts, and the golden
# files, whose bytes must be those that every other machine makes. SHARE=I/N
# runs a part of the scripts in the stress mode.
set -u

: "${BUILD:=build}" "${SHARE:=1/8}" "${JOBS:=2}"
runner=$(cd "$BUILD" && pwd)/run-tests || exit 1
scripts="tests/lang tests/lib tests/regress tests/limit"
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

fail() { # TEXT
    failed=$((failed + 1))
    echo "FAIL $1"
}

# The programs under their names: emulated, and called as they are here, since
# scripts may start them again.
wrap() { # MACHINE
    for name in vmc vmrun; do
        cat > "$folder/$name" <<EOF
#!/bin/sh
exec qemu-$1 -0 "\$0" -L /usr/$1-linux-gnu $folder/build/$name "\$@"
EOF
        chmod +x "$folder/$name"
    done
}

# Adds what COMMAND counts in its last line.
count() { # WHAT COMMAND ...
    echo "== $1"
    shift
    "$@" > "$log" 2>&1
    status=$?
    sum=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$log")
    if [ -z "$sum" ] || [ "$status" != 0 ]; then
        cat "$log"
    else
        tail -n 1 "$log"
    fi
    [ -n "$sum" ] || fail "no count, status $status"
    # shellcheck disable=SC2086 # two words
    set -- ${sum:-0 0}
    passed=$((passed + $1)) failed=$((failed + $2))
}

machine() { # MACHINE
    folder=$(pwd)/build/portable/$1
    mkdir -p "$folder"
    if ! ${MAKE:-make} -s -j"$JOBS" CC="$1-linux-gnu-gcc-12" \
        BUILD="$folder/build" all > "$log" 2>&1; then
        cat "$log"
        fail "$1: does not build"
        return
    fi
    wrap "$1"
    count "$1-golden" env BUILD="$folder" tests/golden.sh
    # shellcheck disable=SC2086 # a list of words
    count "$1-scripts" "$runner" --jobs "$JOBS" --timeout 300 \
        --mode plain --vm "$folder/vmrun" $scripts
    # shellcheck disable=SC2086 # a list of words
    count "$1-stress" "$runner" --jobs "$JOBS" --timeout 300 --share "$SHARE" \
        --mode stress-random --mode stress-stack --vm "$folder/vmrun" \
        tests/lang tests/lib tests/regress
}

for name in ${*:-s390x mips}; do
    machine "$name"
done
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
