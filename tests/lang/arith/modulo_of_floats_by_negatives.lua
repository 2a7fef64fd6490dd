-- As for integers; infinities and zeros are special.
local inf = math.huge
print(5.5 % 2, -5.5 % 2, 5.5 % -2, -5.5 % -2) --> 1.5	0.5	-0.5	-1.5
print(5.5 // 2, -5.5 // 2, 5.5 // -2, -5.5 // -2) --> 2.0	-3.0	-3.0	2.0
print(5 % inf, -5 % inf, 5 % -inf, -5 % -inf) --> 5.0	inf	-inf	-5.0
print(5 // inf, -5 // inf, 5 // -inf, -5 // -inf) --> 0.0	-0.0	-0.0	0.0
print(0.0 % 1, -0.0 % 1, 0.0 % -1)        --> 0.0	-0.0	0.0
print(5.0 // 0.0, -5.0 // 0.0, 0.0 / 0.0 ~= 0.0 / 0.0) --> inf	-inf	true
print(5 % 0.0 ~= 5 % 0.0, inf % 2 ~= inf % 2) --> true	true
print(1e308 % 3, -1e308 % 3, 2^53 % 3, -(2^53) % 3) --> 2.0	1.0	2.0	1.0
