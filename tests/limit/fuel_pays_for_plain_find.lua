-- tests/limit/fuel_pays_for_plain_find.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("a"):rep(100000)
while true do s:find("b", 1, true) end
--? 124
