-- Which results are integers, and what has no integer.
print(math.floor(3.7), math.floor(-3.7), math.ceil(3.2), math.ceil(-3.2), math.floor(5), math.floor(1e100) == 1e100, math.ceil(-0.5))
--> 3	-4	4	-3	5	true	0
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger("x"), math.tointeger(2^63), math.tointeger(-2^63), math.tointeger({}))
--> 3	nil	8	nil	nil	-9223372036854775808	nil
print(math.type(1), math.type(1.0), math.type("1"), math.type(nil), pcall(math.type))
--> integer	float	nil	nil	false	bad argument #1 to 'math.type' (value expected)
print(math.abs(-5), math.abs(-5.5), math.abs(math.mininteger), math.abs(-0.0), math.max(1, 2.5), math.max(2, 2.0), math.min(-0.0, 0), math.max(-1, -1.5))
--> 5	5.5	-9223372036854775808	0.0	2.5	2	-0.0	-1
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(-7.5, 2), math.fmod(math.mininteger, -1), pcall(math.fmod, 1, 0))
--> 1	-1	1	-1.5	0	false	bad argument #2 to 'math.fmod' (zero)
print(math.fmod(1, math.huge), math.fmod(5.0, 0.0) ~= math.fmod(5.0, 0.0), math.modf(3.7), math.modf(-3.7), math.modf(5), math.modf(math.huge), math.modf(-math.huge))
--> 1.0	true	3	-3	5	inf	-inf	0.0
print(math.sqrt(16), math.exp(0), math.log(1), math.log(8, 2), math.log(100, 10), math.log(27, 3), math.log(0), math.log(2, 4))
--> 4.0	1.0	0.0	3.0	2.0	3.0	-inf	0.5
print(math.ult(1, -1), math.ult(-1, 1), math.ult(1, 2), math.pi, math.huge, -math.huge, math.maxinteger, math.mininteger)
--> true	false	true	3.1415926535898	inf	-inf	9223372036854775807	-9223372036854775808
print(pcall(math.floor, "x"))
--> false	bad argument #1 to 'math.floor' (number expected, got string)
print(pcall(math.floor, {}))
--> false	bad argument #1 to 'math.floor' (number expected, got table)
print(math.floor("3.7"), math.abs("-2"), pcall(math.max, "10", 9), math.sin(0), math.cos(0), math.atan(1, 0) * 2 == math.pi, math.atan(-0.0, -1) == -math.pi)
--> 3	2.0	false	0.0	1.0	true	true
print(pcall(math.max))
--> false	bad argument #1 to 'math.max' (value expected)
print(pcall(math.ult, 1.5, 2))
--> false	bad argument #1 to 'math.ult' (number has no integer representation)
print(math.deg(math.pi), math.rad(180) == math.pi, math.tan(0), math.asin(1) * 2 == math.pi, math.acos(1))
--> 180.0	true	0.0	true	0.0
