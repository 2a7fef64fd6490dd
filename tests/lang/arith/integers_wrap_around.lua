-- tests/lang/arith/integers_wrap_around.lua
print(math.maxinteger + 1 == math.mininteger)  --> true
print(math.mininteger - 1 == math.maxinteger)  --> true
print(math.maxinteger * 2)              --> -2
print(math.mininteger * -1)             --> -9223372036854775808
print(-math.mininteger)                 --> -9223372036854775808
print(0x7fffffffffffffff * 0x7fffffffffffffff)  --> 1
local m = math.maxinteger
for _ = 1, 3 do m = m + m end
print(m)                                --> -8
