-- tests/limit/fuel_stops_recursion_without_end.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
local function f() f() end
while true do pcall(f) end
--? 124
