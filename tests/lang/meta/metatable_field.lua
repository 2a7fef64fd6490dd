-- __metatable hides and protects.
local t = setmetatable({}, {__metatable = "hidden"})
print(getmetatable(t), pcall(setmetatable, t, {}))
--> hidden	false	cannot change a protected metatable
print(type(getmetatable("")), getmetatable("").__name) --> table	nil
local u = setmetatable({}, {__metatable = false})
print(getmetatable(u), pcall(setmetatable, u, nil))
--> false	false	cannot change a protected metatable
print(debug.getmetatable(t).__metatable)  --> hidden
debug.setmetatable(t, nil)
print(getmetatable(t))                    --> nil
print(pcall(setmetatable, 1, {}))
--> false	bad argument #1 to 'setmetatable' (table expected, got number)
print(pcall(setmetatable, {}, 1))
--> false	bad argument #2 to 'setmetatable' (nil or table expected, got number)
print(pcall(setmetatable, {}))
--> false	bad argument #2 to 'setmetatable' (nil or table expected, got no value)
