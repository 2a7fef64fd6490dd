-- tests/lang/assign/table_operand_is_fixed_before.lua
local a = {v = 1}
local b = a
a.v, a = 2, {v = "new"}
print(a.v, b.v)                         --> new	2
local t = {}
local i = 1
t[i], t[i + 1], i = "one", "two", 10
print(t[1], t[2], i)                    --> one	two	10
