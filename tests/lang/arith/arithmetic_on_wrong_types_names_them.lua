-- tests/lang/arith/arithmetic_on_wrong_types_names_them.lua
print(pcall(function() return nil + 1 end))
--> false	arithmetic_on_wrong_types_names_them.lua:2: attempt to perform arithmetic on a nil value
print(pcall(function() return {} - 1 end))
--> false	arithmetic_on_wrong_types_names_them.lua:4: attempt to perform arithmetic on a table value
print(pcall(function() return 1 * true end))
--> false	arithmetic_on_wrong_types_names_them.lua:6: attempt to perform arithmetic on a boolean value
print(pcall(function() return print / 1 end))
--> false	arithmetic_on_wrong_types_names_them.lua:8: attempt to perform arithmetic on a function value (global 'print')
print(pcall(function() return -{} end))
--> false	arithmetic_on_wrong_types_names_them.lua:10: attempt to perform arithmetic on a table value
print(pcall(function() return #5 end))
--> false	arithmetic_on_wrong_types_names_them.lua:12: attempt to get length of a number value
print(pcall(function() return #nil end))
--> false	arithmetic_on_wrong_types_names_them.lua:14: attempt to get length of a nil value
print(pcall(function() return 2 ^ {} end))
--> false	arithmetic_on_wrong_types_names_them.lua:16: attempt to perform arithmetic on a table value
print(pcall(function() return {} // {} end))
--> false	arithmetic_on_wrong_types_names_them.lua:18: attempt to perform arithmetic on a table value
print(pcall(function() return ~{} end))
--> false	arithmetic_on_wrong_types_names_them.lua:20: attempt to perform bitwise operation on a table value
