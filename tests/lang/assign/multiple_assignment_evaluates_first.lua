-- tests/lang/assign/multiple_assignment_evaluates_first.lua
local a, b = 1, 2
a, b = b, a
print(a, b)                             --> 2	1
local i, t = 1, {}
i, t[i] = i + 1, 20
print(i, t[1], t[2])                    --> 2	20	nil
local x = {1, 2, 3}
x[1], x[2], x[3] = x[3], x[1], x[2]
print(x[1], x[2], x[3])                 --> 3	1	2
local p, q, r = 1
print(p, q, r)                          --> 1	nil	nil
p, q, r = 1, 2
print(p, q, r)                          --> 1	2	nil
p, q = 7, 8, print("evaluated")         --> evaluated
print(p, q)                             --> 7	8
