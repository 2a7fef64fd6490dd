-- Strings never equal numbers, and do not order with them.
print(1 == "1", "1" == 1.0, 0 == "", "10" < "9", "a" < "b", "" < "a")
--> false	false	false	true	true	true
print(pcall(function() return 1 < "2" end))
--> false	numbers_and_strings_in_comparisons.lua:4: attempt to compare number with string
print(pcall(function() return "2" >= 1 end))
--> false	numbers_and_strings_in_comparisons.lua:6: attempt to compare number with string
print(pcall(function() return {} < {} end))
--> false	numbers_and_strings_in_comparisons.lua:8: attempt to compare two table values
print(pcall(function() return nil <= 1 end))
--> false	numbers_and_strings_in_comparisons.lua:10: attempt to compare nil with number
print(pcall(function() return true > false end))
--> false	numbers_and_strings_in_comparisons.lua:12: attempt to compare two boolean values
print(pcall(function() return print < print end))
--> false	numbers_and_strings_in_comparisons.lua:14: attempt to compare two function values
print("a\0b" < "a\0c", "a" < "a\0", "\xff" > "a", "Z" < "a")
--> true	true	true	true
