-- tests/limit/fuel_cannot_be_caught_by_a_hook.lua
-- args: --fuel=1000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
debug.sethook(function() end, "", 100)
pcall(function() while true do end end)
print("never")
--? 124
