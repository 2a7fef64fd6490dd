-- tests/lib/math/abs_max_min.lua
print(math.abs(-5), math.abs(5), math.abs(-5.5), math.abs(math.mininteger),
    math.abs(-0.0))                     --> 5	5	5.5	-9223372036854775808	0.0
print(math.max(1, 5, 3), math.min(4, 2, 8), math.max(1.5, 1), math.max(2, 2.0),
    math.min(2.0, 2))                   --> 5	2	1.5	2	2.0
print(math.max(-math.huge, 1), math.min(math.huge),
    math.max(math.maxinteger, math.huge))  --> 1	inf	inf
print(pcall(math.max))
--> false	bad argument #1 to 'math.max' (value expected)
print(pcall(math.min))
--> false	bad argument #1 to 'math.min' (value expected)
print(pcall(math.max, "a", 1) == false, pcall(math.abs, nil))
--> true	false	bad argument #1 to 'math.abs' (number expected, got nil)
print(math.abs("-3"), math.max(10, 9))  --> 3.0	10
