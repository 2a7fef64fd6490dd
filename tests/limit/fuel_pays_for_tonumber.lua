-- tests/limit/fuel_pays_for_tonumber.lua
-- args: --fuel=3000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local blank, digits = (" "):rep(1000000), ("1"):rep(1000000)
while true do tonumber(blank) tonumber(digits) tonumber(digits, 36) end
--? 124
