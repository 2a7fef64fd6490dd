-- tests/limit/fuel_pays_for_one_huge_rep.lua
-- args: --fuel=100000 --max-memory=1G
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("x"):rep(100 * 1000 * 1000)
print("never")
--? 124
