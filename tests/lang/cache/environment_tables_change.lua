-- One function, several _ENVs by upvaluejoin and setupvalue.
local f = load("x = (x or 0) + 1 return x, y")
print(f(), f())                           --> 1	2	nil
x = nil
local env = {y = "env y"}
debug.setupvalue(f, 1, env)
print(f())                                --> 1	env y
print(f())                                --> 2	env y
print(x, env.x)                           --> nil	2
debug.setupvalue(f, 1, setmetatable({}, {__index = _G, __newindex = function(t, k, v) rawset(t, k, v * 100) end}))
print(f())                                --> 100	nil
print(f())                                --> 101	nil
debug.setupvalue(f, 1, nil)
print(pcall(f))
--> false	[string "x = (x or 0) + 1 return x, y"]:1: attempt to index a nil value (upvalue '_ENV')
