-- tests/limit/fuel_pays_for_gsub.lua
-- args: --fuel=1000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("a"):rep(10000)
while true do s:gsub("a", "bb") end
--? 124
