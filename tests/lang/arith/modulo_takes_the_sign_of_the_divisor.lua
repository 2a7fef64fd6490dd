-- tests/lang/arith/modulo_takes_the_sign_of_the_divisor.lua
print(7 % 3, -7 % 3, 7 % -3, -7 % -3)   --> 1	2	-2	-1
print(7.5 % 2, -7.5 % 2, 7.5 % -2, -7.5 % -2)  --> 1.5	0.5	-0.5	-1.5
print(6 % -3, -6 % 3, 6 % 3)            --> 0	0	0
print(5 % math.huge, -5 % math.huge, 5 % -math.huge, -5 % -math.huge)
--> 5.0	inf	-inf	-5.0
print(math.mininteger % -1, math.mininteger % 2, math.maxinteger % -2)
--> 0	0	-1
print(0.0 % 1, -0.0 % 1, 1 / (-0.0 % 1))  --> 0.0	-0.0	-inf
print(3 % 0.3 < 0.3, 5.1 % 1 < 0.11)    --> true	true
