-- tests/limit/memory_ends_inside_a_coroutine.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local co = coroutine.create(function()
    local t = {}
    while true do t[#t + 1] = {} end
end)
print(coroutine.resume(co))
--? 125
