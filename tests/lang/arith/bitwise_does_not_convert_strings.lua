-- tests/lang/arith/bitwise_does_not_convert_strings.lua
print(pcall(function() return "7" & 3 end))
--> false	bitwise_does_not_convert_strings.lua:2: attempt to perform bitwise operation on a string value (constant '7')
print(pcall(function() return 3 | "0xff" end))
--> false	bitwise_does_not_convert_strings.lua:4: attempt to perform bitwise operation on a string value (constant '0xff')
print(pcall(function() local s = "1" return s << s end))
--> false	bitwise_does_not_convert_strings.lua:6: attempt to perform bitwise operation on a string value (local 's')
print(pcall(function() return ~"0" end))
--> false	bitwise_does_not_convert_strings.lua:8: attempt to perform bitwise operation on a string value (constant '0')
print(pcall(function(t) return t.x ~ 1 end, {x = "1.5"}))
--> false	bitwise_does_not_convert_strings.lua:10: attempt to perform bitwise operation on a string value (field 'x')
getmetatable("").__band = function(a, b) return "band(" .. a .. b .. ")" end
print("7" & 3, 3 & "7")                 --> band(73)	band(37)
