-- tests/limit/fuel_pays_for_match_and_gmatch.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("a "):rep(1000)
while true do for w in s:gmatch("%a+%s-$") do end end
--? 124
