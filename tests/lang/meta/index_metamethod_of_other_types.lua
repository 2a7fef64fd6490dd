-- nil, numbers, functions and booleans may have metatables, too.
debug.setmetatable(nil, {__index = function(_, k) return "nil." .. k end})
print((nil).x, x == nil)                  --> nil.x	true
debug.setmetatable(nil, nil)
debug.setmetatable(1, {__index = {double = function(n) return 2 * n end}, __call = function(n, m) return n * m end})
print((21):double(), (1.5):double(), (6)(7)) --> 42	3.0	42
debug.setmetatable(1, nil)
debug.setmetatable(print, {__index = {name = "a function"}, __add = function() return "sum" end})
print(print.name, print + 1, type.name)   --> a function	sum	a function
debug.setmetatable(print, nil)
debug.setmetatable(true, {__len = function(b) return b and 1 or 0 end})
print(#true, #false)                      --> 1	0
debug.setmetatable(true, nil)
print(pcall(function() return #true end))
--> false	index_metamethod_of_other_types.lua:14: attempt to get length of a boolean value
