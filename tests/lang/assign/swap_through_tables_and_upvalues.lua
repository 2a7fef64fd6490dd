-- tests/lang/assign/swap_through_tables_and_upvalues.lua
local x, y = 1, 2
local function swap() x, y = y, x end
swap()
print(x, y)                             --> 2	1
local t = {a = {b = {c = 1}}}
t.a.b.c, t.a.b.d = t.a.b.d, t.a.b.c
print(t.a.b.c, t.a.b.d)                 --> nil	1
g1, g2 = "g2", "g1"
g1, g2 = g2, g1
print(g1, g2)                           --> g1	g2
