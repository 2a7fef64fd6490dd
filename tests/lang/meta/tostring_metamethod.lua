-- __tostring must give a string; print, tostring, %s and error use it.
local T = setmetatable({}, {__tostring = function() return "text of T" end})
print(T, tostring(T), string.format("%s|%10s|%.4s", T, T, T))
--> text of T	text of T	text of T| text of T|text
print(#tostring(T), ("%s"):format(T))     --> 9	text of T
print(pcall(error, T))                    --> false	text of T
getmetatable(T).__tostring = function() return 42 end
print(pcall(tostring, T))                 --> true	42
getmetatable(T).__tostring = function() error "inside" end
print(pcall(tostring, T))                 --> false	tostring_metamethod.lua:9: inside
getmetatable(T).__tostring = "no function"
print(pcall(tostring, T))                 --> false	attempt to call a string value
