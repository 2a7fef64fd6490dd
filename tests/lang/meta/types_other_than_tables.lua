-- tests/lang/meta/types_other_than_tables.lua
debug.setmetatable(1, {__index = {double = function(n) return n * 2 end},
    __call = function(n, m) return n + m end, __len = function(n) return n end})
print((5):double(), (5)(6), #7)         --> 10	11	7
debug.setmetatable(nil, {__index = function(_, k) return k end})
print((nil).field)                      --> field
debug.setmetatable(true, {__add = function(a, b) return tostring(a)
    .. tostring(b) end})
print(true + 1, 2 + false)              --> true1	2false
debug.setmetatable(print, {__concat = function() return "fn" end})
print(print .. "x")                     --> fn
debug.setmetatable(1, nil)
print(pcall(function() return (5).x end))
--> false	types_other_than_tables.lua:13: attempt to index a number value
