-- tests/limit/fuel_pays_for_concat_operator.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("x"):rep(10000)
while true do local r = s .. s .. s end
--? 124
