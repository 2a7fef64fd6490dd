-- tests/limit/fuel_ends_inside_an_index_chain.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
local t = setmetatable({}, {__index = function(t, k) return t[k] end})
while true do pcall(function() return t.x end) end
--? 124
