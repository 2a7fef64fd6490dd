-- tests/lang/message/names_of_constants.lua
print(pcall(function() return ("abc").x.y end))
--> false	names_of_constants.lua:2: attempt to index a nil value (field 'x')
print(pcall(function() local s <const> = "str"; return s + 1 end))
--> false	names_of_constants.lua:4: attempt to add a 'string' with a 'number'
print(pcall(function() return {} + "x" end))
--> false	names_of_constants.lua:6: attempt to add a 'table' with a 'string'
print(pcall(function() return "x" + {} end))
--> false	names_of_constants.lua:8: attempt to add a 'string' with a 'table'
print(pcall(function() return "abc" & 1 end))
--> false	names_of_constants.lua:10: attempt to perform bitwise operation on a string value (constant 'abc')
print(pcall(function() return 1 & "abc" end))
--> false	names_of_constants.lua:12: attempt to perform bitwise operation on a string value (constant 'abc')
print(pcall(function() return 2 ^ "x" end))
--> false	names_of_constants.lua:14: attempt to pow a 'number' with a 'string'
print(pcall(function() return 1.5 // "x" end))
--> false	names_of_constants.lua:16: attempt to idiv a 'number' with a 'string'
print(pcall(function() return nil .. "x" end))
--> false	names_of_constants.lua:18: attempt to concatenate a nil value
print(pcall(function() return true + 1 end))
--> false	names_of_constants.lua:20: attempt to perform arithmetic on a boolean value
