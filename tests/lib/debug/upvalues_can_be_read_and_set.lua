-- tests/lib/debug/upvalues_can_be_read_and_set.lua
local a, b = 1, 2
local function f() return a, b end
local function g() return b end
print(debug.getupvalue(f, 1))           --> a	1
print(debug.getupvalue(f, 2))           --> b	2
print(debug.getupvalue(f, 3))           -->
print(debug.setupvalue(f, 1, "new"), a, f())  --> a	new	new	2
print(debug.upvalueid(f, 2) == debug.upvalueid(g, 1),
    debug.upvalueid(f, 1) == debug.upvalueid(g, 1))  --> true	false
local function h() return a end
debug.upvaluejoin(h, 1, g, 1)
print(h(), debug.setupvalue(h, 5, 1), debug.upvalueid(f, 3))  --> 2	nil	nil
print(pcall(debug.upvaluejoin, f, 5, g, 1))
--> false	bad argument #2 to 'debug.upvaluejoin' (invalid upvalue index)
print(pcall(debug.upvaluejoin, string.len, 1, g, 1))
--> false	bad argument #2 to 'debug.upvaluejoin' (invalid upvalue index)
print(debug.getupvalue(string.gmatch("x", "x"), 1))  --> 	x
print(pcall(debug.getupvalue, 5, 1))
--> false	bad argument #1 to 'debug.getupvalue' (function expected, got number)
print(debug.getupvalue(load("return x"), 1) == "_ENV")  --> true
