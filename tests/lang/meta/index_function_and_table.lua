-- tests/lang/meta/index_function_and_table.lua
local base = {x = 1, y = 2}
local t = setmetatable({y = 20}, {__index = base})
print(t.x, t.y, t.z)                    --> 1	20	nil
local f = setmetatable({}, {__index = function(tt, k) return k .. "!" end})
print(f.a, f[1], f["b c"], rawget(f, "a"))  --> a!	1!	b c!	nil
base.z = 3
print(t.z)                              --> 3
setmetatable(t, nil)
print(t.x, t.y)                         --> nil	20
