-- tests/lang/meta/protected_metatables.lua
local t = setmetatable({}, {__metatable = "locked"})
print(getmetatable(t))                  --> locked
print(pcall(setmetatable, t, {}))
--> false	cannot change a protected metatable
print(getmetatable(setmetatable({}, {__metatable = false})))  --> false
print(getmetatable("abc").__index == string, getmetatable(1), getmetatable({}))
--> true	nil	nil
print(pcall(setmetatable, 1, {}))
--> false	bad argument #1 to 'setmetatable' (table expected, got number)
print(pcall(setmetatable, {}, 1))
--> false	bad argument #2 to 'setmetatable' (nil or table expected, got number)
print(pcall(setmetatable, {}))
--> false	bad argument #2 to 'setmetatable' (nil or table expected, got no value)
