-- tests/lib/base/load_compiles_strings.lua
print(load("return 1 + 1")())
print(load("x = "))
print(load("return ...", "name")(7))
local env = {y = 5}
print(load("return y", "c", "t", env)(), load("y = 6", "c", "bt", env)(), env.y)
print(load("return y", "c", "t", nil) ~= nil,
    pcall(load("return y", "c", "t", nil)))
print(load("return 1", "c", "b"))
print(pcall(load))
print(pcall(load, 5))
print(pcall(load, {}))
print(load("") ~= nil, load("")())

--> 2
--> nil	[string "x = "]:1: unexpected symbol near <eof>
--> 7
--> 5	nil	6
--> true	false	[string "c"]:1: attempt to index a nil value (upvalue '_ENV')
--> nil	attempt to load a text chunk (mode is 'b')
--> false	bad argument #1 to 'load' (function expected, got no value)
--> true	nil	[string "5"]:1: unexpected symbol near '5'
--> false	bad argument #1 to 'load' (function expected, got table)
--> true
