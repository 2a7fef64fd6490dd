-- tests/limit/fuel_ends_inside_a_hook.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
debug.sethook(function() while true do end end, "l")
local x = 1
print("never")
--? 124
