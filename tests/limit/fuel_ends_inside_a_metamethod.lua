-- tests/limit/fuel_ends_inside_a_metamethod.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local t = setmetatable({}, {__index = function() while true do end end,
    __add = function() while true do end end})
print(pcall(function() return t.x end))
--? 124
