-- tests/lang/gc/weak_values_and_resurrection.lua
local weak = setmetatable({}, {__mode = "v"})
local weakkey = setmetatable({}, {__mode = "k"})
local seen
local function setup()
    local o = setmetatable({}, {
        __gc = function(o) seen = {weak[1], weakkey[o]} end})
    weak[1] = o
    weakkey[o] = "value"
end
setup()
collectgarbage()
print(seen and seen[1], seen and seen[2])  --> nil	value
