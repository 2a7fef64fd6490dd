-- tests/lib/base/dump_keeps_upvalue_count_not_values.lua
local x = 5
local function f() x = (x or 0) + 1; return x end
local g = load(string.dump(f))
print(pcall(g))
--> false	dump_keeps_upvalue_count_not_values.lua:3: attempt to perform arithmetic on a table value
print(debug.getinfo(g, "u").nups, (debug.setupvalue(g, 1, 41)))  --> 1	x
print(g(), g(), x)                      --> 42	43	5
local h = load(string.dump(function() return y end))
y = "global"
print(h())                              --> global
