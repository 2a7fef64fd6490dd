-- tests/lang/concat/wrong_operands_are_named.lua
print(pcall(function() return "a" .. nil end))
--> false	wrong_operands_are_named.lua:2: attempt to concatenate a nil value
print(pcall(function() return "a" .. {} end))
--> false	wrong_operands_are_named.lua:4: attempt to concatenate a table value
print(pcall(function() local t = true return "a" .. t end))
--> false	wrong_operands_are_named.lua:6: attempt to concatenate a boolean value (local 't')
print(pcall(function() local t = {} return "a" .. t.x .. "b" end))
--> false	wrong_operands_are_named.lua:8: attempt to concatenate a nil value (field 'x')
print(pcall(function() return undefinedvar .. "x" end))
--> false	wrong_operands_are_named.lua:10: attempt to concatenate a nil value (global 'undefinedvar')
print(pcall(function() return 1 .. print end))
--> false	wrong_operands_are_named.lua:12: attempt to concatenate a function value (global 'print')
