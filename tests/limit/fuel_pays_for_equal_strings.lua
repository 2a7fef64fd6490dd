-- tests/limit/fuel_pays_for_equal_strings.lua
-- args: --fuel=3000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local a, b = ("x"):rep(1000000), ("x"):rep(1000000)
while true do local r = a == b or a ~= b end
--? 124
