#!/bin/sh
# tests/fuel.sh -- a script takes the same fuel however it is run: with
# instructions fused and quickened or not, with slices of one unit, with the
# stack moving, with minor collections at every allocation. But finalizers take
# some when they run, so scripts that collect garbage are left out, and one for
# which it matters how long shapes live.
#
#   BUILD=build tests/fuel.sh SCRIPT ...
#   FUEL_EVERY=N   looks at one script in N
vm=$(cd "${BUILD:-build}" && pwd)/vmrun
passed=0 failed=0 n=0

units() { # STRESS SCRIPT
    (cd "$(dirname "$2")" && VMRUN_COUNT=fuel VMRUN_STRESS=$1 timeout 60 \
        "$vm" "$(basename "$2")" 2>&1 < /dev/null | grep -a 'units of fuel$')
}

for script in "$@"; do
    n=$((n + 1))
    [ $((n % ${FUEL_EVERY:-1})) = 0 ] || continue
    case $script in */tables_turned_to_maps_and_back.lua) continue ;; esac
    ! grep -qE 'collectgarbage|__gc|skip-mode.*stress|io\.' "$script" ||
        continue
    want=$(units "" "$script")
    for stress in first slice stack minor; do
        got=$(units $stress "$script")
        if [ -n "$want" ] && [ "$got" = "$want" ]; then
            passed=$((passed + 1))
        else
            echo "$script: $want, under VMRUN_STRESS=$stress $got"
            failed=$((failed + 1))
        fi
    done
done
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
