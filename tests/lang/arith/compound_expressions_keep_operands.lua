-- tests/lang/arith/compound_expressions_keep_operands.lua
local a, b, c = 7, 2, 3
print(a + b * c, (a + b) * c, a - b - c, a - (b - c))  --> 13	27	2	8
print(a * b // c % a, a // b ^ c, a % b .. c)  --> 4	0.0	13
a = a + 1; b = a * b; c = b - a
print(a, b, c)                          --> 8	16	8
local x = 5
x = x - (x - (x - (x - 1)))
print(x)                                --> 1
local t = {n = 4}
t.n = t.n * t.n + t.n
print(t.n)                              --> 20
