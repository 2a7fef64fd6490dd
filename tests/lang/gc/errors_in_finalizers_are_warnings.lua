-- tests/lang/gc/errors_in_finalizers_are_warnings.lua
warn("@on")
local function setup()
    setmetatable({}, {__gc = function() error("oops", 0) end})
end
setup()
collectgarbage()
print("alive")
--> alive
--! warning: error in __gc
--! oops
--? 0
