-- tests/limit/fuel_pays_for_pattern_backtracking.lua
-- args: --fuel=1000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
print(("a"):rep(30):find(("a?"):rep(30) .. ("a"):rep(30) .. "b"))
--? 124
