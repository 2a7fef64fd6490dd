-- # asks __len; the result may be anything; libraries want an integer.
local T = setmetatable({1, 2, 3}, {__len = function() return 10 end})
print(#T, rawlen(T))                      --> 10	3
getmetatable(T).__len = function() return "ten" end
print(#T, pcall(table.unpack, T))
--> ten	false	object length is not an integer
getmetatable(T).__len = function() return 2.0 end
print(#T, table.concat(T, ","), table.unpack(T)) --> 2.0	1,2	1	2
getmetatable(T).__len = function(a, b) return rawequal(a, b) end
print(#T)                                 --> true
getmetatable(T).__len = nil
print(#T)                                 --> 3
print(pcall(function() return #nil end))
--> false	len_metamethod.lua:13: attempt to get length of a nil value
print(pcall(function() local n = 5 return #n end))
--> false	len_metamethod.lua:15: attempt to get length of a number value (local 'n')
