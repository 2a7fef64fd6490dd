-- tests/lang/gc/cycles_are_collected.lua
local w = setmetatable({}, {__mode = "v"})
local function setup()
    local a, b = {}, {}
    a.b, b.a = b, a
    a.f = function() return a end
    w.a, w.b, w.f = a, b, a.f
    local co = coroutine.create(function() local x = a coroutine.yield() end)
    coroutine.resume(co)
    a.co = co
    w.co = co
end
setup()
collectgarbage()
print(w.a, w.b, w.f, w.co)              --> nil	nil	nil	nil
