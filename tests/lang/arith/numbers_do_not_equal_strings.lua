-- tests/lang/arith/numbers_do_not_equal_strings.lua
print(1 == "1", "1" == 1, 0 == "0", 1 == 1.0, "a" == "a")
--> false	false	false	true	true
print(({["1"] = "string"})[1], ({[1] = "number"})["1"])  --> nil	nil
print(pcall(function() return 1 < "2" end))
--> false	numbers_do_not_equal_strings.lua:5: attempt to compare number with string
print(pcall(function() return "1" < 2 end))
--> false	numbers_do_not_equal_strings.lua:7: attempt to compare string with number
