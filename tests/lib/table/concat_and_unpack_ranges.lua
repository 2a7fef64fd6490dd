-- Ranges, separators, wrong elements, too many results.
print(table.concat({1, 2.5, "x"}, ", "), table.concat({}, "x"), table.concat({1}, "x"), table.concat({1, 2, 3}, "-", 2), table.concat({1, 2, 3}, "-", 2, 2), table.concat({1, 2}, "-", 3))
--> 1, 2.5, x		1	2-3	2	
print(table.concat({[5] = "five", [6] = "six"}, " ", 5, 6), table.concat({1, 2, 3}, 0), pcall(table.concat, {1, {}, 3}))
--> five six	10203	false	invalid value (table) at index 2 in table for 'concat'
print(pcall(table.concat, {1, 2}, "", 1, 3))
--> false	invalid value (nil) at index 3 in table for 'concat'
print(pcall(table.concat, {true}))
--> false	invalid value (boolean) at index 1 in table for 'concat'
print(pcall(table.concat, {}, "", math.maxinteger - 1, math.maxinteger))
--> false	invalid value (nil) at index 9223372036854775806 in table for 'concat'
print(table.unpack({1, 2, 3}), (table.unpack({1, 2})), table.unpack({}, 1, 2), table.unpack({1, 2, 3}, 2), table.unpack({1, 2, 3}, -1, 1))
--> 1	1	nil	2	nil	nil	1
print(table.unpack({1, 2}, 2, 1), table.unpack({}, math.maxinteger, math.maxinteger), table.unpack({}, math.mininteger, math.mininteger))
--> nil	nil	nil
print(pcall(table.unpack, {}, 1, 1e7))    --> false	too many results to unpack
print(pcall(table.unpack, {}, 0, math.maxinteger))
--> false	too many results to unpack
print(pcall(table.unpack, {}, math.mininteger, math.maxinteger))
--> false	too many results to unpack
print(table.pack().n, table.pack(nil).n, table.pack(1, nil, 3, nil).n, #table.pack(1, 2))
--> 0	1	4	2
