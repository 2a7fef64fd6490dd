-- tests/limit/fuel_ends_inside_a_finalizer.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local function setup()
    setmetatable({}, {__gc = function() while true do end end})
end
setup()
collectgarbage()
print("never")
--? 124
