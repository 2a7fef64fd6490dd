-- tests/lang/gc/finalizer_must_be_there_when_set.lua
local n = 0
local mt = {}
local function setup()
    local t = setmetatable({}, mt)
    mt.__gc = function() n = n + 1 end
end
setup()
collectgarbage()
print(n)                                --> 0
local mt2 = {__gc = true}
local function setup2()
    local t = setmetatable({}, mt2)
    mt2.__gc = function() n = n + 10 end
end
setup2()
collectgarbage()
print(n)                                --> 10
