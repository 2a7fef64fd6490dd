-- tests/lib/debug/metatables_and_registry.lua
local t = setmetatable({}, {__metatable = "hidden"})
print(getmetatable(t), type(debug.getmetatable(t)), debug.getmetatable(5))
--> hidden	table	nil
print(debug.setmetatable(t, nil) == t, getmetatable(t))  --> true	nil
print(type(debug.getregistry()), debug.getregistry()[2] == _G)  --> table	true
debug.setmetatable(nil, {__index = function() return "nil indexed" end})
print((nil).x)                          --> nil indexed
debug.setmetatable(nil, nil)
print(pcall(debug.setmetatable, 1, 2))
--> false	bad argument #2 to 'debug.setmetatable' (nil or table expected, got number)
print(pcall(debug.setmetatable, 1))
--> false	bad argument #2 to 'debug.setmetatable' (nil or table expected, got no value)
