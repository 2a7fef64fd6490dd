-- __eq only for two tables or two userdata that are not the same.
local calls = 0
local mt = {__eq = function(a, b) calls = calls + 1 return "truthy" end}
local a, b, c = setmetatable({}, mt), setmetatable({}, mt), {}
print(a == b, a ~= b, a == a, calls)      --> true	false	true	2
print(a == c, c == a, calls)              --> true	true	4
print(a == 1, a == "x", a == nil, 1 == a, calls)
--> false	false	false	false	4
print(rawequal(a, b), calls)              --> false	4
mt.__eq = function() return nil end
print(a == b, a ~= b)                     --> false	true
local d = setmetatable({}, {__eq = function() return true end})
print(c == d, d == c, a == d)             --> true	true	false
if a == b then print "equal" else print "not equal" end --> not equal
print(({[a] = 1})[b])                     --> nil
