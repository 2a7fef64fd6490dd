-- tests/lang/meta/unary_metamethods.lua
local T = setmetatable({}, {
    __unm = function(a, b) return rawequal(a, b) and "unm" or "?" end,
    __bnot = function(a, b) return rawequal(a, b) and "bnot" or "?" end,
    __len = function(a) return "len" end,
})
print(-T, ~T, #T, - -5, -T)             --> unm	bnot	len	5	unm
print(not T, rawlen(T))                 --> false	0
print(#setmetatable({1, 2, 3}, {__len = function() return 42 end}))  --> 42
print(#setmetatable({}, {__len = function() return nil, 1 end}))  --> nil
