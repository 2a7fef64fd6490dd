#!/bin/sh
# tests/all.sh -- every test of one build, as `make test` runs them.
#
#     BUILD=build FLAVOUR=release tests/all.sh [STEP ...]
#
# A step is a program. What it counts itself, in its last lines, is added up;
# one that counts nothing is one test, by its exit status. The last line is the
# sum: `N passed, N failed`. The exit status is 1 if anything failed.
#
#   MODES          how scripts run: see tests/README.md
#   STRESS_TESTS   what runs in the stress modes
#   STRESS_SHARE   ... and which part of it in stress-step, -every, -random
#   CHECK_SHARE    ... in stress-check
#   FAIL_TESTS     what runs with allocations failing
#   FAIL_SHARE     ... and which part of it; shares are I/N: the I-th of N
#   PROGRAMS       how many random programs
#   FUEL_EVERY     one script in so many is asked for its fuel
set -u

: "${BUILD:=build}" "${FLAVOUR:=release}" "${CC:=clang-19}"
: "${MODES:=plain stress-gc stress-minor stress-step stress-check
    stress-every stress-random stress-stack stress-first stress-slice
    fail-alloc}"

# Memory and time limits take long to reach under stress.
all="tests/lang tests/lib tests/regress"
: "${FAIL_TESTS:=$all}"
: "${STRESS_TESTS:=$all $(echo tests/limit/fuel_*.lua)}"
case $FLAVOUR in
asan | debug)
    : "${STRESS_SHARE:=2/8}" "${CHECK_SHARE:=3/16}"
    : "${FAIL_SHARE:=1/16}" "${PROGRAMS:=100}" "${SECONDS_A_RUN:=60}"
    : "${FUEL_EVERY:=16}"
    ;;
*)
    : "${FAIL_SHARE:=1/4}" "${STRESS_SHARE:=1/2}" "${CHECK_SHARE:=3/8}"
    : "${PROGRAMS:=3000}" "${SECONDS_A_RUN:=20}" "${FUEL_EVERY:=2}"
    ;;
esac

# A request for more memory than there can be fails, as without sanitizers.
export ASAN_OPTIONS="${ASAN_OPTIONS-allocator_may_return_null=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS-print_stacktrace=1}"

debian=$(command -v dpkg-query)

out=$BUILD/test
mkdir -p "$out"
rm -rf "${out:?}"/*

# The last count in a step's output, as `passed failed`, in whatever words.
count() { # FILE
    awk '
        { gsub(/\033\[[0-9;]*m/, "") }
        match($0, /[0-9]+ passed, [0-9]+ failed/) {
            split(substr($0, RSTART, RLENGTH), w); p = w[1]; f = w[3]
        }
        /^[0-9]+ cases, [0-9]+ failed/ { p = $1 - $3; f = $3 + 0 }
        /Synthesis: Tested: / {
            gsub(/\|/, "")
            for (i = 1; i < NF; i++) n[$i] = $(i + 1)
            p = n["Passing:"] + 0
            f = n["Failing:"] + n["Crashing:"]
        }
        END { if (p != "") print p + 0, f + 0 }' "$1"
}

record() { # NAME STATUS SECONDS
    set -- "$1" "$2" "$3" $(count "$out/$1.log")
    passed=${4-0} failed=${5-0}
    if [ $# = 3 ] && [ "$2" = 0 ]; then
        passed=1
    elif [ "$2" != 0 ] && [ "$failed" = 0 ]; then
        failed=1
    fi
    echo "$1 $passed $failed $3" >> "$out/counts"
}

step() { # NAME COMMAND ...
    name=$1
    shift
    echo "== $name"
    start=$(date +%s)
    { "$@"; echo $? > "$out/status"; } 2>&1 | tee "$out/$name.log"
    record "$name" "$(cat "$out/status")" $(($(date +%s) - start))
}

# -- steps -------------------------------------------------------------------

layers() {
    step layers "$BUILD/vmrun" tests/check_layers.lua $(find include vm gc \
        compiler $(ls -d jit 2> /dev/null) stdlib tests examples -name '*.[ch]' -o -name '*.def')
}

# Sanitizers add names of their own.
exports() {
    [ "$FLAVOUR" = release ] || return 0
    step exports "$BUILD/vmrun" tests/check_exports.lua \
        "$BUILD/libvmrun.so" "$BUILD/dropin/liblua5.4.so.0" "$BUILD/vmrun" \
        include/*.h include/*.hpp $(ls /usr/lib/*/liblua5.4.so.0 2> /dev/null)
}

# Only builds with assertions look at how the API is used.
misuse() {
    [ ! -x "$BUILD/misuse" ] || step misuse "$BUILD/misuse"
}

headers() {
    mkdir -p "$out/headers"
    step headers "$BUILD/vmrun" tests/api/check_headers.lua "$CC" include \
        /usr/include/lua5.4 "$out/headers"
}

# Under sanitizers the same calls, too.
api() {
    sanitize=
    [ "$FLAVOUR" != asan ] || sanitize=-fsanitize=address,undefined
    step api env BUILD="$BUILD" CC="$CC" CFLAGS="$sanitize" \
        tests/api/compare.sh
}

run_tests() { # MODE [OPTION] ... PATH ...
    mode=$1
    shift
    "$BUILD/run-tests" --vm "$BUILD/vmrun" --timeout "$SECONDS_A_RUN" \
        --mode "$mode" "$@"
}

fuel() {
    step fuel env BUILD="$BUILD" FUEL_EVERY="$FUEL_EVERY" tests/fuel.sh \
        $(find $all -name '*.lua' | sort)
}

scripts() {
    for mode in $MODES; do
        case $mode in
        plain) what="$all tests/limit" ;;
        fail-alloc) what="--share $FAIL_SHARE $FAIL_TESTS" ;;
        stress-check) what="--share $CHECK_SHARE $STRESS_TESTS" ;;
        stress-step | stress-every | stress-random)
            what="--share $STRESS_SHARE $STRESS_TESTS"
            ;;
        *) what=$STRESS_TESTS ;;
        esac
        step "scripts-$mode" run_tests "$mode" $what
    done
}

# Scripts that count cases of their own, with tests/support/check.lua.
run_cases() { # SCRIPT ...
    p=0 f=0
    for script in "$@"; do
        log=$out/cases.log
        LUA_PATH_5_4="tests/support/?.lua;;" timeout "$SECONDS_A_RUN" \
            "$BUILD/vmrun" "$script" > "$log" 2>&1 < /dev/null
        status=$?
        read -r passed failed << EOF
$(count "$log")
EOF
        if [ "$status" != 0 ] && [ "${failed:-0}" = 0 ]; then
            failed=1
        fi
        if [ "${failed:-0}" != 0 ]; then
            echo "$script: status $status"
            tail -n 50 "$log"
        fi
        p=$((p + ${passed:-0})) f=$((f + ${failed:-0}))
    done
    echo "$p passed, $f failed"
    [ "$f" = 0 ]
}

# Binary modules as Debian has them, which have leaks of their own.
modules() {
    [ -n "$debian" ] || return 0
    asan=$ASAN_OPTIONS
    ASAN_OPTIONS=$asan:detect_leaks=0
    for mode in $MODES; do
        case $mode in
        plain) step modules run_cases tests/modules/*.lua ;;
        stress-gc | stress-minor | stress-stack)
            export VMRUN_STRESS="${mode#stress-}"
            step "modules-$mode" run_cases tests/modules/*.lua
            unset VMRUN_STRESS
            ;;
        esac
    done
    ASAN_OPTIONS=$asan
}

# Programs in Lua, and libraries in use.
apps() {
    [ -n "$debian" ] || return 0
    step apps env BUILD="$BUILD" tests/apps/run.sh
}

# Programs as Debian has them; they would need the sanitizers' runtime.
dropin() {
    [ -n "$debian" ] && [ "$FLAVOUR" != asan ] || return 0
    step dropin env BUILD="$BUILD" tests/dropin.sh
}

# The runner must see the failure of a test that always fails.
runner() {
    step runner run_tests plain --expect-fail tests/regress/always_fails.lua
}

bytecode() {
    step bytecode "$BUILD/verify-test" tests/bytecode/*.asm
}

golden() {
    step golden env BUILD="$BUILD" tests/golden.sh
}

units() {
    [ ! -x "$BUILD/unit-tests" ] || step units "$BUILD/unit-tests" --jobs 2
}

# States beside and after each other. Scripts that write files would meet.
states() {
    dirs="$(echo tests/lang/*/) tests/lib/string tests/lib/table
        tests/lib/math tests/lib/utf8 tests/lib/coroutine"
    few=
    case $FLAVOUR in asan | tsan) few="--states 500 --idle 400000" ;; esac
    step states "$BUILD/states-test" --threads 6 $few \
        $(find $dirs -name '*.lua' ! -path '*/fixtures/*')
}

programs() {
    step programs "$BUILD/gen-compare" --vm "$BUILD/vmrun" \
        --count "$PROGRAMS" --keep "$out/programs"
}

# The example must do the same as source, in a bundle, and under lua5.4.
convert() { # FILE.md
    md=$out/example
    lua5.4 examples/markdown.lua --toc "$1" > "$md.lua5.4" &&
        "$BUILD/vmrun" examples/markdown.lua --toc "$1" > "$md.source" &&
        "$BUILD/vmrun" "$md.bc" --toc "$1" > "$md.bundle" &&
        cmp "$md.lua5.4" "$md.source" && cmp "$md.lua5.4" "$md.bundle"
}

convert_all() {
    passed=0 failed=0
    "$BUILD/vmc" --bundle -o "$out/example.bc" examples/markdown.lua || return
    for file in *.md */*.md tests/*/*.md; do
        [ -e "$file" ] || continue
        if convert "$file"; then
            passed=$((passed + 1))
        else
            echo "examples/markdown.lua: $file is converted differently"
            failed=$((failed + 1))
        fi
    done
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

examples() {
    step examples convert_all
}

install_and_embed() {
    stage=$(pwd)/$out/stage
    sanitize=
    [ "$FLAVOUR" != asan ] || sanitize=-fsanitize=address,undefined
    installing="CC=$CC FLAVOUR=$FLAVOUR BUILD=$BUILD DESTDIR=$stage PREFIX=/usr"
    MAKEFLAGS= make -s install-dropin $installing &&
        $CC $sanitize -I "$stage/usr/include/vmrun" tests/embed.c \
            -o "$out/embed-static" "$stage/usr/lib/libvmrun.a" -lm -ldl &&
        "$out/embed-static" &&
        $CC $sanitize -I "$stage/usr/include/vmrun" tests/embed.c \
            -o "$out/embed-shared" -L "$stage/usr/lib" -lvmrun &&
        LD_LIBRARY_PATH=$stage/usr/lib "$out/embed-shared" &&
        $CC $sanitize -I "$stage/usr/include/vmrun" tests/embed.c \
            -o "$out/embed-dropin" -L "$stage/usr/lib" -llua5.4 &&
        LD_LIBRARY_PATH=$stage/usr/lib "$out/embed-dropin" &&
        MAKEFLAGS= make -s uninstall $installing &&
        left=$(find "$stage" ! -type d) && [ -z "$left" ] ||
        { echo "failed, or not uninstalled: $left"; return 1; }
}

embed() {
    step embed install_and_embed
}

# Installed as users do; `cc` and `c++` are this build's compilers.
install_for_embedding() { # FOLDER
    MAKEFLAGS= make -s install CC="$CC" FLAVOUR="$FLAVOUR" BUILD="$BUILD" \
        PREFIX="$1/prefix" > /dev/null || return
    mkdir -p "$1/bin" "$1/page"
    sanitize=
    [ "$FLAVOUR" != asan ] || sanitize=-fsanitize=address,undefined
    cxx=$(echo "$CC" | sed 's/clang/clang++/; s/gcc/g++/')
    printf '#!/bin/sh\nexec %s %s "$@"\n' "$CC" "$sanitize" > "$1/bin/cc"
    printf '#!/bin/sh\nexec %s %s "$@"\n' "$cxx" "$sanitize" > "$1/bin/c++"
    chmod +x "$1/bin/cc" "$1/bin/c++"
}

# What docs/embedding.md shows, and the examples, against what was installed.
embedding() {
    here=$(pwd)/$out/embedding
    install_for_embedding "$here" || { step embedding false; return; }
    set -- env PATH="$here/bin:$here/prefix/bin:$PATH" \
        PKG_CONFIG_PATH="$here/prefix/lib/pkgconfig" \
        LD_LIBRARY_PATH="$here/prefix/lib" MAKEFLAGS=
    step docs "$@" "$BUILD/vmrun" tests/docs.lua docs/embedding.md \
        "$here/page"
    step embedded "$@" make -s -C examples/embed check CC=cc CXX=c++ \
        OUT="$here/examples"
}

# The programs as a user meets them: options, files, output, errors.
cli() {
    export CC
    for file in tests/cli/*.sh; do
        case $file in */lib.sh) continue ;; esac
        step "cli-$(basename "$file" .sh)" env BUILD="$BUILD" "$file"
    done
}

for s in ${*:-layers exports headers api misuse runner bytecode golden units cli examples \
    embed embedding states programs modules apps dropin fuel scripts}; do
    "$s"
done

echo
awk '
    {
        printf "%-20s %6d passed %5d failed %5d s\n", $1, $2, $3, $4
        p += $2; f += $3
    }
    END {
        printf "%d passed, %d failed\n", p, f
        exit f > 0
    }' "$out/counts"
