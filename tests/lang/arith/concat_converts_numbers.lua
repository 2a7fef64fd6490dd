-- Numbers become strings in concatenation, floats with their point.
print(1 .. 2, 1.0 .. "", 2^63 .. "", -0.0 .. "", 1e100 .. "|", math.mininteger .. "")
--> 12	1.0	9.2233720368548e+18	-0.0	1e+100|	-9223372036854775808
print(10 // 3 .. 10 / 4, 1 .. "" == "1", 1.5 .. 2 .. "x")
--> 32.5	true	1.52x
local n = 5
n = n .. 1
print(n, math.type(n), n + 1, n * 1)      --> 51	nil	52	51
print(pcall(function() return 1 .. nil end))
--> false	concat_converts_numbers.lua:9: attempt to concatenate a nil value
print(pcall(function() return true .. "x" end))
--> false	concat_converts_numbers.lua:11: attempt to concatenate a boolean value
print(pcall(function() local t = {} return "a" .. t.name .. "b" end))
--> false	concat_converts_numbers.lua:13: attempt to concatenate a nil value (field 'name')
print(pcall(function() return "a" .. {} .. "b" end))
--> false	concat_converts_numbers.lua:15: attempt to concatenate a table value
