-- tests/limit/timeout_stops_coroutines_and_handlers.lua
-- args: --timeout=1
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
local co = coroutine.wrap(function()
    while true do xpcall(error, function() end) coroutine.yield() end
end)
while true do pcall(co) end
--? 124
