-- tests/lib/math/floor_and_ceil.lua
print(math.floor(1.5), math.floor(-1.5), math.ceil(1.5), math.ceil(-1.5))
--> 1	-2	2	-1
print(math.floor(5), math.ceil(-5), math.floor(-0.0), math.ceil(-0.5))
--> 5	-5	0	0
print(math.type(math.floor(1.5)), math.type(math.floor(1e100)),
    math.floor(1e100) == 1e100)         --> integer	float	true
print(math.floor(2 ^ 62), math.floor(2 ^ 63), math.ceil(-2 ^ 63),
    math.floor(math.huge))
--> 4611686018427387904	9.2233720368548e+18	-9223372036854775808	inf
print(math.floor("3.7"), pcall(math.floor, "x"))
--> 3	false	bad argument #1 to 'math.floor' (number expected, got string)
print(pcall(math.floor))
--> false	bad argument #1 to 'math.floor' (number expected, got no value)
print(pcall(math.ceil, {}))
--> false	bad argument #1 to 'math.ceil' (number expected, got table)
