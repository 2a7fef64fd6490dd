-- tests/lang/string/index_is_not_char_access.lua
print(("abc")[1], ("abc").x, ("abc").len ~= nil)  --> nil	nil	true
print(pcall(function() local s = "abc"; s.x = 1 end))
--> false	index_is_not_char_access.lua:3: attempt to index a string value (local 's')
print(pcall(function() return ("abc").x.y end))
--> false	index_is_not_char_access.lua:5: attempt to index a nil value (field 'x')
print(pcall(function() return ("abc"):nomethod() end))
--> false	index_is_not_char_access.lua:7: attempt to call a nil value (method 'nomethod')
