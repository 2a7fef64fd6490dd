-- tests/lib/table/remove_at_positions.lua
-- oracle: no (5.4.4 calls the position argument #1)
local t = {"a", "b", "c", "d", "e"}
print(table.remove(t), table.remove(t, 1), table.remove(t, 2),
    table.concat(t, " "))               --> e	a	c	b d
print(table.remove(t, 3), #t, table.remove({}), table.remove({}, 0),
    #{table.remove({}, 0)})             --> nil	2	nil	nil	0
print(pcall(table.remove, t, 4))
--> false	bad argument #2 to 'table.remove' (position out of bounds)
print(pcall(table.remove, t, -1))
--> false	bad argument #2 to 'table.remove' (position out of bounds)
print(pcall(table.remove, {}, 5))
--> false	bad argument #2 to 'table.remove' (position out of bounds)
print(table.remove({n = 1, [0] = "zero"}, 0))  --> zero
local q = {}
for i = 1, 100 do q[i] = i end
local s = 0
while #q > 0 do s = s * 31 % 1000003 + table.remove(q, 1) end
print(s)                                --> 262322
