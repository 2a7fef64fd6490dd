-- tests/lang/message/comparison_types.lua
print(pcall(function() return 1 < "x" end))
--> false	comparison_types.lua:2: attempt to compare number with string
print(pcall(function() return {} < 1 end))
--> false	comparison_types.lua:4: attempt to compare table with number
print(pcall(function() return nil > nil end))
--> false	comparison_types.lua:6: attempt to compare two nil values
print(pcall(function() return print <= {} end))
--> false	comparison_types.lua:8: attempt to compare function with table
print(pcall(function() return coroutine.create(print) < 1 end))
--> false	comparison_types.lua:10: attempt to compare thread with number
print(pcall(function() return io.stdout < 1 end))
--> false	comparison_types.lua:12: attempt to compare FILE* with number
print(pcall(function() local a, b = {}, nil; return a >= b end))
--> false	comparison_types.lua:14: attempt to compare nil with table
print(pcall(table.sort, {1, "x", 2}))
--> false	attempt to compare string with number
print(pcall(table.sort, {{}, {}}))
--> false	attempt to compare two table values
print(pcall(math.max, 1, "x"))
--> false	attempt to compare number with string
