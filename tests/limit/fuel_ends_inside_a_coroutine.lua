-- tests/limit/fuel_ends_inside_a_coroutine.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local co = coroutine.create(function() while true do end end)
print(coroutine.resume(co))
print("never")
--? 124
