-- tests/lang/arith/float_division_by_zero_is_infinite.lua
print(1 / 0, -1 / 0, 1 // 0.0, -1 // 0.0, 1 / -0.0)  --> inf	-inf	inf	-inf	-inf
local nan = 0 / 0
print(nan ~= nan, nan == nan, nan < nan, nan >= 0)  --> true	false	false	false
print(tostring(0.0 % 0):match("nan"), tostring(1 % 0.0):match("nan"))
--> nan	nan
print(math.huge - math.huge ~= math.huge - math.huge)  --> true
print(0 // 0.0 ~= 0 // 0.0)             --> true
