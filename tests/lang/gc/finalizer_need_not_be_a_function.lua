-- Whatever __gc holds when an object is due is called; what cannot be is a
-- warning, false too.
warn("@on")
local function dispose(gc, later)
    local mt = {__gc = gc}
    setmetatable({}, mt)
    mt.__gc = later
end
local callable = setmetatable({}, {__call = function(self, object, ...)
    print(type(object), getmetatable(object).__gc == self, ...)
end})

dispose(callable, callable)
collectgarbage()
--> table	true
dispose(5, 5)
collectgarbage()
--! Lua warning: error in __gc (attempt to call a number value (metamethod '__gc'))
dispose(true, false)
collectgarbage()
--! Lua warning: error in __gc (attempt to call a boolean value (metamethod '__gc'))
dispose(true, nil)
collectgarbage()
print("alive")                          --> alive
--? 0
