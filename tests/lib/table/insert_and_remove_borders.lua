-- Positions from 1 to #t + 1, empty tables, wrong ones.
local t = {}
table.insert(t, "a") table.insert(t, 1, "b") table.insert(t, 3, "c") table.insert(t, 2, "d")
print(table.concat(t, " "))               --> b d a c
print(table.remove(t), table.remove(t, 1), table.remove(t, 2), #t, table.remove(t, 2), #t, t[1])
--> c	b	a	1	nil	1	d
print(table.remove({}), table.remove({}, 0), table.remove({}, #{}), (pcall(table.remove, {}, 2)))
--> nil	nil	nil	false
print(table.remove({[0] = "zero"}), table.remove({[0] = "zero"}, 0), (pcall(table.remove, {1}, 3)))
--> zero	zero	false
print(pcall(table.insert, {1}, 0, 2))
--> false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, {1}, 3, 2))
--> false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, {1}, 1.5, 2))
--> false	bad argument #2 to 'table.insert' (number has no integer representation)
print(pcall(table.insert, {1}))
--> false	wrong number of arguments to 'insert'
print(pcall(table.insert, nil, 1))
--> false	bad argument #1 to 'table.insert' (table expected, got nil)
local u = {1, 2, 3}
for i = 1, 3 do table.insert(u, 1, i * 0.5) end
print(table.concat(u, " "))               --> 1.5 1.0 0.5 1 2 3
while #u > 0 do table.remove(u, 1) end
print(#u, next(u))                        --> 0	nil
local m = setmetatable({}, {__len = function() return 5 end, __index = function(_, k) return k * 10 end, __newindex = function(t, k, v) rawset(t, k, v) end})
table.insert(m, "end")
print(rawget(m, 6), table.remove(m), rawget(m, 5)) --> end	50	nil
