-- tests/lib/table/insert_at_positions.lua
local t = {}
table.insert(t, "a"); table.insert(t, "c"); table.insert(t, 2,
    "b"); table.insert(t, 1, "z")
print(table.concat(t, " "), #t)         --> z a b c	4
table.insert(t, 5, "end"); table.insert(t, #t + 1, "last")
print(table.concat(t, " "))             --> z a b c end last
print(pcall(table.insert, t, 0, "x"))
--> false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, t, 8, "x"))
--> false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, t, -1, "x"))
--> false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, t))
--> false	wrong number of arguments to 'insert'
print(pcall(table.insert, t, 1, 2, 3))
--> false	wrong number of arguments to 'insert'
print(pcall(table.insert, nil, 1))
--> false	bad argument #1 to 'table.insert' (table expected, got nil)
print(pcall(table.insert, t, "x", 1))
--> false	bad argument #2 to 'table.insert' (number expected, got string)
print(select("#", table.insert({}, 1)))  --> 0
