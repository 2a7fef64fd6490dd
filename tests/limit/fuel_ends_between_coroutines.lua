-- tests/limit/fuel_ends_between_coroutines.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local co = coroutine.wrap(function() while true do coroutine.yield() end end)
while true do co() end
--? 124
