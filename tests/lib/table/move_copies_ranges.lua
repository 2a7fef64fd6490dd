-- tests/lib/table/move_copies_ranges.lua
local t = {1, 2, 3, 4, 5}
print(table.concat(table.move(t, 2, 4, 1), " "), #t)  --> 2 3 4 4 5	5
print(table.concat(table.move({1, 2, 3, 4, 5}, 1, 3, 3), " "))  --> 1 2 1 2 3
print(table.concat(table.move({1, 2, 3}, 1, 3, 2), " "),
    table.concat(table.move({1, 2, 3}, 2, 3, 1, {}), " "))  --> 1 1 2 3	2 3
print(table.concat(table.move({1, 2, 3}, 1, 0, 5), " "),
    table.move({1}, 1, 1, 3)[3])        --> 1 2 3	1
local log = {}
local src = setmetatable({}, {__index = function(_,
    i) log[#log + 1] = i; return i end})
local dst = setmetatable({}, {__newindex = function(_, k, v) log[#log + 1] = k
    .. "<" .. v end})
table.move(src, 1, 2, 5, dst)
print(table.concat(log, " "))           --> 1 5<1 2 6<2
print(pcall(table.move, {}, 1, math.maxinteger, 2))
--> false	bad argument #4 to 'table.move' (destination wrap around)
print(pcall(table.move, {}, -1, math.maxinteger, 2))
--> false	bad argument #3 to 'table.move' (too many elements to move)
print(pcall(table.move, {}, 1, 2, math.maxinteger))
--> false	bad argument #4 to 'table.move' (destination wrap around)
print(pcall(table.move, {}, 1, 2))
--> false	bad argument #4 to 'table.move' (number expected, got no value)
print(pcall(table.move, {}, 1, 2, 3, 4))
--> false	bad argument #5 to 'table.move' (table expected, got number)
print(next(table.move({}, math.mininteger, math.mininteger, 1)))  --> nil
