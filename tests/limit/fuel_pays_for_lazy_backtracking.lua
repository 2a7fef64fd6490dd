-- tests/limit/fuel_pays_for_lazy_backtracking.lua
-- args: --fuel=1000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
print(("a"):rep(5000):find((".-"):rep(10) .. "b"))
--? 124
