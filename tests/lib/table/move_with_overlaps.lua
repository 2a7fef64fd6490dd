-- Overlapping ranges, other tables, empty ranges, borders.
local function show(t, n) for i = 1, n or #t do t[i] = tostring(t[i]) end print(table.concat(t, " ", 1, n or #t)) end
--> 1 1 2 3 5
--> 2 3 4 5 5
--> 1 2 1 2 3 4 5
--> 1 2 3
--> 1 2 3
--> 9 1 2 3
--> 1 1 nil 3
--> 1.5 2.5 1.5 2.5
--> a a 1 2.5 true
show(table.move({1, 2, 3, 4, 5}, 1, 3, 2))
show(table.move({1, 2, 3, 4, 5}, 2, 5, 1))
show(table.move({1, 2, 3, 4, 5}, 1, 5, 3))
show(table.move({1, 2, 3}, 1, 3, 1))
show(table.move({1, 2, 3}, 3, 1, 5))
show(table.move({1, 2, 3}, 1, 3, 2, {9}))
show(table.move({1, nil, 3}, 1, 3, 2), 4)
show(table.move({1.5, 2.5}, 1, 2, 3))
show(table.move({"a", 1, 2.5, {} and true}, 1, 4, 2))
print(table.move({}, 1, 0, 5)[5], #table.move({1, 2}, 1, 2, 10, {}))
--> nil	0
print(table.move({[-1] = "x", [0] = "y"}, -1, 0, 1)[2]) --> y
local log = {}
local p = setmetatable({}, {__index = function(_, k) return "v" .. k end, __newindex = function(t, k, v) log[#log + 1] = k .. v rawset(t, k, v) end})
table.move(p, 1, 3, 2)
table.move(p, 2, 3, 11)
print(table.concat(log, " "))             --> 4v3 3v2 2v1 11v1 12v2
print(pcall(table.move, {}, 1, math.maxinteger, 2))
--> false	bad argument #4 to 'table.move' (destination wrap around)
print(pcall(table.move, {}, -1, math.maxinteger, 2))
--> false	bad argument #3 to 'table.move' (too many elements to move)
print(pcall(table.move, {}, math.mininteger, math.maxinteger, 1))
--> false	bad argument #3 to 'table.move' (too many elements to move)
print(pcall(table.move, {}, 1, 2, math.maxinteger))
--> false	bad argument #4 to 'table.move' (destination wrap around)
print(pcall(table.move, {}, 1, 2))
--> false	bad argument #4 to 'table.move' (number expected, got no value)
print(pcall(table.move, 1, 1, 1, 1))
--> false	bad argument #1 to 'table.move' (table expected, got number)
