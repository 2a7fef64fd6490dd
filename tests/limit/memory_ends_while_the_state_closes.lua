-- tests/limit/memory_ends_while_the_state_closes.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
-- The last finalizer made is the first called; none comes after the limit.
first = setmetatable({}, {__gc = function() print("not here") end})
second = setmetatable({}, {__gc = pcall, __call = function() print("nor here") end})
last = setmetatable({}, {__gc = function()
    print("closing") --> closing
    local t = {} while true do t[#t + 1] = {} end
end})
--? 125
