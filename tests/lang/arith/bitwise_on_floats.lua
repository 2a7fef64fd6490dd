-- tests/lang/arith/bitwise_on_floats.lua
print(3.0 & 1, 2 ^ 53 | 0, 1.0 << 2, ~1.0, 7.0 ~ 2)
--> 1	9007199254740992	4	-2	5
print(pcall(function() return 1.5 & 1 end))
--> false	bitwise_on_floats.lua:4: number has no integer representation
print(pcall(function() return 2 ^ 63 | 0 end))
--> false	bitwise_on_floats.lua:6: number has no integer representation
print(pcall(function() local s = 1e100 return s >> 1 end))
--> false	bitwise_on_floats.lua:8: number (local 's') has no integer representation
print(pcall(function() return 1 // 0.0 ~ 1 end))
--> false	bitwise_on_floats.lua:10: number has no integer representation
print(pcall(function() return {} | 1 end))
--> false	bitwise_on_floats.lua:12: attempt to perform bitwise operation on a table value
print(pcall(function() return 1.5 & {} end))
--> false	bitwise_on_floats.lua:14: attempt to perform bitwise operation on a table value
