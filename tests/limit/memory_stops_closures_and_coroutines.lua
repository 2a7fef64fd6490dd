-- tests/limit/memory_stops_closures_and_coroutines.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local t = {}
while true do
    local n = #t
    t[n + 1] = coroutine.create(function() return n end)
    t[n + 2] = function() return t[n + 1] end
end
--? 125
