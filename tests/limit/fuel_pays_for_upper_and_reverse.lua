-- tests/limit/fuel_pays_for_upper_and_reverse.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("x"):rep(100000)
while true do s:upper():lower():reverse() end
--? 124
