-- tests/lang/arith/integer_division_by_zero_raises.lua
print(pcall(function() return 1 // 0 end))
--> false	integer_division_by_zero_raises.lua:2: attempt to divide by zero
print(pcall(function() return 1 % 0 end))
--> false	integer_division_by_zero_raises.lua:4: attempt to perform 'n%0'
print(pcall(function(a, b) return a // b end, 5, 0))
--> false	integer_division_by_zero_raises.lua:6: attempt to divide by zero
print(pcall(function(a, b) return a % b end, 0, 0))
--> false	integer_division_by_zero_raises.lua:8: attempt to perform 'n%0'
print(pcall(function(a) return a % 0 end, math.mininteger))
--> false	integer_division_by_zero_raises.lua:10: attempt to perform 'n%0'
print(select("#", pcall(function() return 1 // 0.0 end)))  --> 2
