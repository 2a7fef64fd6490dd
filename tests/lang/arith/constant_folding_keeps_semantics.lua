-- tests/lang/arith/constant_folding_keeps_semantics.lua
print(1 // 0.0, pcall(load "return 1 // 0"))
--> inf	false	[string "return 1 // 0"]:1: attempt to divide by zero
print(1 << 63 >> 63, -1 // 1, 7 // -2 * -2 + 7 % -2)  --> 1	-1	7
print(0.0 == -0.0, 1 / (0.0 * -1), 1 / -(0.0))  --> true	-inf	-inf
print(2 ^ 2 ^ 3 == 256.0, 3 - -3, - - -3)  --> true	6	-3
print(math.type(2 * 3), math.type(6 / 3), math.type(2 ^ 2))
--> integer	float	float
local nan <const> = 0 / 0
print(nan ~= nan)                       --> true
print("a" .. 1 + 2 .. "b", 1 .. 2 .. 3)  --> a3b	123
