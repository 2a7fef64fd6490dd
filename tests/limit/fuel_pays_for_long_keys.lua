-- tests/limit/fuel_pays_for_long_keys.lua
-- args: --fuel=3000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local a, b = ("x"):rep(1000000), ("x"):rep(1000000)
local t = {[a] = 1}
while true do local r = t[b] end
--? 124
