-- tests/lang/arith/integer_and_float_stay_apart.lua
print(1 + 1, 1 + 1.0, 1.0 + 1.0)        --> 2	2.0	2.0
print(3 * 2, 3 * 2.0, 2 ^ 2, 4 / 2)     --> 6	6.0	4.0	2.0
print(10 // 3, 10 // 3.0, 10 % 3, 10 % 3.0)  --> 3	3.0	1	1.0
print(-7, -7.0, - -7)                   --> -7	-7.0	7
print(1e15, 1e16, 2 ^ 53, 2 ^ 63)
--> 1e+15	1e+16	9.007199254741e+15	9.2233720368548e+18
print(math.type(1), math.type(1.0), math.type("1"))  --> integer	float	nil
print(100000000000000, 1e100)           --> 100000000000000	1e+100
