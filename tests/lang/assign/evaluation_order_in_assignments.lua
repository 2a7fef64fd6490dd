-- All right sides before any store; tables and keys are fixed before.
local i, a = 1, {}
i, a[i] = i + 1, 20
print(i, a[1], a[2])                      --> 2	20	nil
local x, y, z = 1, 2
x, y = y, x
print(x, y, z)                            --> 2	1	nil
local t = {1, 2, 3}
local function f() t = {} return 10, 20, 30 end
t[1], t[2], t[3] = f()
print(t[1], t[2], t[3])                   --> 10	20	30
local q = {n = 1}
q.n, q = 5, {n = 2}
print(q.n)                                --> 2
local u = {}
u.a, u.b, u.c = (function() return 1, 2 end)()
print(u.a, u.b, u.c)                      --> 1	2	nil
u.a, u.b = ((function() return 1, 2 end)())
print(u.a, u.b)                           --> 1	nil
local k = "x"
u[k], k = 1, "y"
print(u.x, u.y, k)                        --> 1	nil	y
local p <const>, r = 1, 2, error == nil
print(p, r)                               --> 1	2
a = {}
a[1], a[2], a[1] = 1, 2, 3
print(a[1] == 1 or a[1] == 3, a[2])       --> true	2
