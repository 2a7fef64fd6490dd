-- Bitwise operators: metamethods, and floats that are no integers.
local T = setmetatable({}, {
    __band = function(a, b) return "band" end, __bor = function() return "bor" end,
    __bxor = function() return "bxor" end, __shl = function() return "shl" end,
    __shr = function() return "shr" end, __bnot = function() return "bnot" end,
})
print(T & 1, 1 & T, T | 1.5, 1.5 | T, T ~ {}, T << nil, nil >> T, ~T)
--> band	band	bor	bor	bxor	shl	shr	bnot
print(pcall(function() return 1.5 & 1 end))
--> false	bitwise_metamethods_and_floats.lua:9: number has no integer representation
print(pcall(function() return 1 | {} end))
--> false	bitwise_metamethods_and_floats.lua:11: attempt to perform bitwise operation on a table value
print(pcall(function() return 2^64 ~ 1 end))
--> false	bitwise_metamethods_and_floats.lua:13: number has no integer representation
print(pcall(function() local x = "a" return x & 1 end))
--> false	bitwise_metamethods_and_floats.lua:15: attempt to perform bitwise operation on a string value (local 'x')
print(pcall(function() local t = {x = 1.5} return 1 & t.x end))
--> false	bitwise_metamethods_and_floats.lua:17: number (field 'x') has no integer representation
