-- tests/lang/arith/floor_division_rounds_down.lua
print(7 // 2, -7 // 2, 7 // -2, -7 // -2)  --> 3	-4	-4	3
print(7.5 // 2, -7.5 // 2, 7.5 // -2, -7.5 // -2)  --> 3.0	-4.0	-4.0	3.0
print(0 // 5, -0.0 // 5, 0.0 // -5)     --> 0	-0.0	-0.0
print(1 // math.huge, -1 // math.huge)  --> 0.0	-0.0
print(math.huge // 1, -math.huge // 2)  --> inf	-inf
print(math.mininteger // -1, math.mininteger // 1)
--> -9223372036854775808	-9223372036854775808
print(1 // 0.1, 5.3 // 1)               --> 10.0	5.0
