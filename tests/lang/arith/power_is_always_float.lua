-- tests/lang/arith/power_is_always_float.lua
print(2 ^ 10, 2 ^ 0.5, 2 ^ -1, (-2) ^ 2, -2 ^ 2)
--> 1024.0	1.4142135623731	0.5	4.0	-4.0
print(0 ^ 0, 0 ^ -1, (-8) ^ (1 / 3) ~= (-8) ^ (1 / 3))  --> 1.0	inf	true
print(2 ^ 3 ^ 2, (2 ^ 3) ^ 2)           --> 512.0	64.0
print(10 ^ 2, 1 ^ math.huge)            --> 100.0	1.0
