-- tests/lang/arith/minus_zero.lua
-- Less a literal integer zero is plus zero, as the reference compiles it; a
-- zero in a variable, a float zero and a string are subtracted.
local z, i, f = -0.0, 0, 0.0
local zero <const> = 0
print(z - 0, z - zero, 0.0 - 0, -z - 0)     --> 0.0	0.0	0.0	0.0
print(z - i, z - f, z - 0.0, "-0.0" - 0)    --> -0.0	-0.0	-0.0	-0.0
print(z + 0, 0 + z, z + i, z + 0.0)         --> 0.0	0.0	0.0	0.0
print(0 - z, i - z, 0.0 - z, 0 - f)         --> 0.0	0.0	0.0	0.0
print(z * 1, 1 * z, z / 1, z // 1, z ^ 1)   --> -0.0	-0.0	-0.0	-0.0	-0.0
print(z % 1, z * 0, z * -1, z + -0.0)       --> -0.0	-0.0	0.0	-0.0
print(7 - 0, math.mininteger - 0, 2.5 - 0)  --> 7	-9223372036854775808	2.5

-- At a site that has seen integers, floats, and both.
local function less(x) return x - 0 end
print(less(1), less(-0.0), less(2), less(-0.0), less("-0.0"))
--> 1	0.0	2	0.0	-0.0
local function less_one(x) return x - 1 end
print(less_one(1.0), less_one(-0.0), less_one(2^53), less_one(1))
--> 0.0	-1.0	9.007199254741e+15	0
