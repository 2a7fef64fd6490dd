-- tests/lang/arith/integer_float_comparison_is_exact.lua
local big = math.maxinteger
print(big < big + 1.0, big + 0.0 == big, big <= 2 ^ 63, big < 2 ^ 63)
--> true	false	true	true
print(math.mininteger == -2 ^ 63, math.mininteger <= -2 ^ 63)  --> true	true
print(2 ^ 53 == 2 ^ 53 + 1, (1 << 53) + 1 == 2 ^ 53, (1 << 53) + 1 > 2 ^ 53)
--> true	false	true
print(1 < 1.5, 1 > 0.5, -1 < -0.5, 2 <= 1.9)  --> true	true	true	false
print(1 < math.huge, 1 > -math.huge, big < math.huge)  --> true	true	true
local nan = 0 / 0
print(1 < nan, 1 > nan, 1 <= nan, 1 ~= nan, big >= nan)
--> false	false	false	true	false
