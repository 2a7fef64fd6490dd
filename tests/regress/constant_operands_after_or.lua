-- tests/regress/constant_operands_after_or.lua
local one, nothing = 1, nil
print(one ~ (2 or 3), one | (2 or 3), one & (3 or 2))  --> 3	3	1
print((nothing or 2) ~ 1, (one and 4) | 3)  --> 3	7
print(one + (2 or 3), one << (2 or 3), (nothing or 8) >> 1)  --> 3	4	4
