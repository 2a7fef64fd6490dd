-- tests/limit/fuel_ends_while_the_state_closes.lua
-- args: --fuel=300000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
-- The last finalizer made is the first called; none comes after the limit.
first = setmetatable({}, {__gc = function() print("not here") end})
second = setmetatable({}, {__gc = pcall, __call = function() print("nor here") end})
last = setmetatable({}, {__gc = function()
    print("closing") --> closing
    while true do end
end})
--? 124
