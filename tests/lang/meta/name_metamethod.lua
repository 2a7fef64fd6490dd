-- __name is the type's name in messages and in tostring.
local T = setmetatable({}, {__name = "Vector"})
print((tostring(T):gsub("0x%x+", "ADDR"):gsub(": .*", ": ADDR")))
--> Vector: ADDR
print(pcall(function() return T + 1 end))
--> false	name_metamethod.lua:5: attempt to perform arithmetic on a Vector value (upvalue 'T')
print(pcall(function() return T .. "x" end))
--> false	name_metamethod.lua:7: attempt to concatenate a Vector value (upvalue 'T')
print(pcall(function() return #T < T end))
--> false	name_metamethod.lua:9: attempt to compare number with Vector
print(pcall(function() return T < T end))
--> false	name_metamethod.lua:11: attempt to compare two Vector values
print(pcall(function() return T() end))
--> false	name_metamethod.lua:13: attempt to call a Vector value (upvalue 'T')
print(pcall(string.rep, T))
--> false	bad argument #1 to 'string.rep' (string expected, got Vector)
print(pcall(string.rep, "x", T))
--> false	bad argument #2 to 'string.rep' (number expected, got Vector)
print(pcall(ipairs))                      --> false	bad argument #1 to 'ipairs' (value expected)
print(pcall(setmetatable, T))
--> false	bad argument #2 to 'setmetatable' (nil or table expected, got no value)
getmetatable(T).__name = 42
print(pcall(string.rep, T))
--> false	bad argument #1 to 'string.rep' (string expected, got table)
