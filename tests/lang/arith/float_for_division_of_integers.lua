-- `/` and `^` give floats, whatever the operands; `//` keeps integers.
print(6 / 2, 7 / 2, 2 ^ 2, 2 ^ 0.5 == math.sqrt(2), 2 ^ -1)
--> 3.0	3.5	4.0	true	0.5
print(7 // 2, 7.0 // 2, 7 // 2.0, -7 // 2, -7 // 2.0) --> 3	3.0	3.0	-4	-4.0
print(1 / 0, -1 / 0, 0 / 0 ~= 0 / 0, 1 // 0.0, -1 // 0.0)
--> inf	-inf	true	inf	-inf
print(math.maxinteger / 1, math.mininteger / -1)
--> 9.2233720368548e+18	9.2233720368548e+18
print(0 ^ 0, (-2) ^ 2, -2 ^ 2, (-8) ^ (1 / 3) ~= (-8) ^ (1 / 3))
--> 1.0	4.0	-4.0	true
print(2 ^ 1023 * 2, 2 ^ -1074 / 2, 1e15 / 3) --> inf	0.0	3.3333333333333e+14
