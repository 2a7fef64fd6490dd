-- tests/lang/arith/comparison_of_unlike_types_raises.lua
print(pcall(function() return 1 < {} end))
--> false	comparison_of_unlike_types_raises.lua:2: attempt to compare number with table
print(pcall(function() return {} < {} end))
--> false	comparison_of_unlike_types_raises.lua:4: attempt to compare two table values
print(pcall(function() return nil <= 1 end))
--> false	comparison_of_unlike_types_raises.lua:6: attempt to compare nil with number
print(pcall(function() return "a" >= 1 end))
--> false	comparison_of_unlike_types_raises.lua:8: attempt to compare number with string
print(pcall(function() return print < print end))
--> false	comparison_of_unlike_types_raises.lua:10: attempt to compare two function values
print(pcall(function() return true > false end))
--> false	comparison_of_unlike_types_raises.lua:12: attempt to compare two boolean values
print(pcall(function(a, b) return a < b end, 1, nil))
--> false	comparison_of_unlike_types_raises.lua:14: attempt to compare number with nil
print({} == {}, nil == false, 0 == false)  --> false	false	false
