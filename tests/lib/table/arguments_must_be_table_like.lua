-- tests/lib/table/arguments_must_be_table_like.lua
print(pcall(table.insert, "str", 1))
--> false	bad argument #1 to 'table.insert' (table expected, got string)
print(pcall(table.concat, "str"))
--> false	bad argument #1 to 'table.concat' (table expected, got string)
print(pcall(table.sort, nil))
--> false	bad argument #1 to 'table.sort' (table expected, got nil)
print(pcall(table.remove, print))
--> false	bad argument #1 to 'table.remove' (table expected, got function)
print(pcall(table.move, 1, 1, 1, 1))
--> false	bad argument #1 to 'table.move' (table expected, got number)
debug.setmetatable("", {__index = function(s, i) return type(i) == "number"
    and string.sub(s, i, i) or string[i] end, __len = string.len})
print(pcall(table.concat, "abc", "-"))  --> true	a-b-c
