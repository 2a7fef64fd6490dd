-- Floats with integer values are integers; strings are not converted.
print(1.0 << 3, 8 >> 2.0, 2^53 | 0, 3.0 & 5, 1 ~ 3.0)
--> 8	2	9007199254740992	1	2
print(pcall(function() return "2" << 1 end))
--> false	shift_operands_convert.lua:4: attempt to perform bitwise operation on a string value (constant '2')
print(pcall(function() return 1 << "3" end))
--> false	shift_operands_convert.lua:6: attempt to perform bitwise operation on a string value (constant '3')
print(pcall(function() return 1 << 1.5 end))
--> false	shift_operands_convert.lua:8: number has no integer representation
print(pcall(function() return 1.5 << 1 end))
--> false	shift_operands_convert.lua:10: number has no integer representation
print(pcall(function() return "a" << 1 end))
--> false	shift_operands_convert.lua:12: attempt to perform bitwise operation on a string value (constant 'a')
print(pcall(function() return 1 << 2^63 end))
--> false	shift_operands_convert.lua:14: number has no integer representation
print(pcall(function() return "1.5" | 1 end))
--> false	shift_operands_convert.lua:16: attempt to perform bitwise operation on a string value (constant '1.5')
