-- Numerals in strings are numbers for arithmetic; the result keeps the kind.
print("10" + 5, "10" + 5.0, "10.0" + 5, "0x10" * 2, " 3 " - 1, "1e1" / 2)
--> 15	15.0	15.0	32	2	5.0
print("7" // 2, "7" % "4", "2" ^ "3", "10" // "3.0", -"4" + "4")
--> 3	3	8.0	3.0	0
print(math.type("3" + 0), math.type("3.0" + 0), math.type("3" * "4"))
--> integer	float	integer
print("9223372036854775807" + 1, "9223372036854775808" + 1 == 2^63)
--> -9223372036854775808	true
for _, s in ipairs {"", "abc", "1x", "0x", "1e", "1 2", "--1", "nan", "inf"} do
    print(s, select(2, pcall(function() return s + 1 end)))
--> 	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> abc	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> 1x	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> 0x	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> 1e	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> 1 2	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> --1	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> nan	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
--> inf	string_coercions_in_arithmetic.lua:11: attempt to add a 'string' with a 'number'
end
