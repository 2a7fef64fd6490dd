-- tests/lib/math/constants.lua
print(math.maxinteger, math.mininteger, math.huge, -math.huge)
--> 9223372036854775807	-9223372036854775808	inf	-inf
print(("%.14f"):format(math.pi), math.type(math.maxinteger), math.type(math.pi))
--> 3.14159265358979	integer	float
print(math.maxinteger // -1, math.maxinteger + 1 == math.mininteger,
    math.huge == 1 / 0)                 --> -9223372036854775807	true	true
