-- tests/lib/math/fmod_and_modf.lua
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(-7, -3))
--> 1	-1	1	-1
print(math.fmod(7.5, 2), math.fmod(-7.5, 2), math.fmod(1, math.huge),
    math.fmod(5.0, 3))                  --> 1.5	-1.5	1.0	2.0
print(math.fmod(math.mininteger, -1), math.fmod(math.mininteger,
    math.mininteger), math.fmod(3, math.mininteger))  --> 0	0	3
print(pcall(math.fmod, 1, 0))
--> false	bad argument #2 to 'math.fmod' (zero)
print(tostring(math.fmod(1, 0.0)):match("nan"))  --> nan
print(math.modf(3.7), math.modf(-3.7))  --> 3	-3	-0.7
print(math.modf(5), math.modf(math.huge), math.modf(-math.huge))
--> 5	inf	-inf	0.0
print(math.modf(-0.0), select(2, math.modf(1e15 + 0.5)))  --> 0	0.5
print(pcall(math.fmod, 1))
--> false	bad argument #2 to 'math.fmod' (number expected, got no value)
