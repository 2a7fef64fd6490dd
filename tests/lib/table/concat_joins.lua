-- tests/lib/table/concat_joins.lua
print(table.concat({1, 2, 3}), table.concat({1, 2, 3}, ", "),
    table.concat({}, "x") == "")        --> 123	1, 2, 3	true
print(table.concat({1, 2, 3, 4}, "-", 2),
    table.concat({1, 2, 3, 4}, "-", 2, 3), table.concat({1, 2}, "-", 3) == "")
--> 2-3-4	2-3	true
print(table.concat({"a", 1.5, 2, "b"}, " "), table.concat({1, 2, 3}, 0))
--> a 1.5 2 b	10203
print(pcall(table.concat, {1, nil, 3}, "", 1, 3))
--> false	invalid value (nil) at index 2 in table for 'concat'
print(pcall(table.concat, {1, {}, 3}))
--> false	invalid value (table) at index 2 in table for 'concat'
print(pcall(table.concat, {true}))
--> false	invalid value (boolean) at index 1 in table for 'concat'
print(pcall(table.concat, {}, {}))
--> false	bad argument #2 to 'table.concat' (string expected, got table)
print(pcall(table.concat, {}, "", 1, 1))
--> false	invalid value (nil) at index 1 in table for 'concat'
print(pcall(table.concat, 5))
--> false	bad argument #1 to 'table.concat' (table expected, got number)
print(table.concat(setmetatable({}, {__index = function(_, i) return "v"
    .. i end, __len = function() return 3 end}), ","))  --> v1,v2,v3
print(table.concat({[math.maxinteger] = "x"}, "", math.maxinteger,
    math.maxinteger))                   --> x
