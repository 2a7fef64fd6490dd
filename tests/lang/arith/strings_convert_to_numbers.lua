-- tests/lang/arith/strings_convert_to_numbers.lua
print("10" + 5, "10" + 5.0, "10.0" + 5, "0x10" + 0, " 7 " * 2)
--> 15	15.0	15.0	16	14
print("3" * "4", "3" // "2", "7" % "4", "2" ^ "3", -"2", -"2.0")
--> 12	1	3	8.0	-2	-2.0
print("1e1" + 0, "0x1p4" + 0, "9223372036854775807" + 0)
--> 10.0	16.0	9223372036854775807
print("9223372036854775808" + 0, "-9223372036854775808" + 0)
--> 9.2233720368548e+18	-9223372036854775808
print(math.type("10" + 0), math.type("1e1" + 0))  --> integer	float
print(10 .. "", 1.5 .. "|", -0.0 .. "", 2 ^ 63 .. "")
--> 10	1.5|	-0.0	9.2233720368548e+18
print(pcall(function() return "abc" + 1 end))
--> false	strings_convert_to_numbers.lua:13: attempt to add a 'string' with a 'number'
print(pcall(function() return "1" + {} end))
--> false	strings_convert_to_numbers.lua:15: attempt to add a 'string' with a 'table'
print(pcall(function() return "" + 1 end))
--> false	strings_convert_to_numbers.lua:17: attempt to add a 'string' with a 'number'
print(pcall(function() return "1 2" + 1 end))
--> false	strings_convert_to_numbers.lua:19: attempt to add a 'string' with a 'number'
