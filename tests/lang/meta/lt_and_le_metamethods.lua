-- Results become booleans; mixed operands try both sides.
local function obj(v, mt) return setmetatable({v = v}, mt) end
local mt = {}
mt.__lt = function(a, b)
    return (type(a) == "table" and a.v or a) < (type(b) == "table" and b.v or b)
end
mt.__le = function(a, b)
    return (type(a) == "table" and a.v or a) <= (type(b) == "table" and b.v or b)
end
local x, y = obj(1, mt), obj(2, mt)
print(x < y, x > y, x <= y, x >= y, not (x < y))
--> true	false	true	false	false
print(x < 5, 5 < x, x <= 1, 1 >= x, x > 0.5) --> true	false	true	true	true
mt.__lt = function() return 0 end
print(x < y, x > y)                       --> true	true
mt.__lt = function() end
print(x < y, x > y)                       --> false	false
print(pcall(function() return x < obj(1) end)) --> true	false
print(pcall(function() return obj(1) < obj(2) end))
--> false	lt_and_le_metamethods.lua:19: attempt to compare two table values
while x <= y do y = obj(0, mt) end
print(y.v)                                --> 0
