-- tests/lang/meta/equality.lua
local calls = 0
local mt = {__eq = function(a, b) calls = calls + 1; return a.v == b.v end}
local a, b = setmetatable({v = 1}, mt), setmetatable({v = 1}, mt)
local c = setmetatable({v = 2}, mt)
print(a == b, a ~= b, a == c, a ~= c, a == a, calls)
--> true	false	false	true	true	4
print(a == 1, 1 == a, a == "x", a == nil, calls)  --> false	false	false	false	4
print(rawequal(a, b), rawequal(a, a))   --> false	true
local other = setmetatable({v = 1}, {__eq = function() return "truthy" end})
print(other == a, a == other, {} == other)  --> true	true	true
print(({[a] = 1})[b])                   --> nil
