-- Chains of __index end at a table without the key, at functions, at errors.
local a = {x = "a.x"}
local b = setmetatable({y = "b.y"}, {__index = a})
local c = setmetatable({z = "c.z"}, {__index = b})
print(c.x, c.y, c.z, c.w)                 --> a.x	b.y	c.z	nil
a.w = "late"
print(c.w, b.w)                           --> late	late
b.x = "b.x"
print(c.x)                                --> b.x
b.x = nil
print(c.x)                                --> a.x
setmetatable(a, {__index = function(_, k) return "?" .. k end})
print(c.q, c[1], b.q)                     --> ?q	?1	?q
setmetatable(b, {__index = 7})
print(pcall(function() return c.q end))
--> false	index_depth_and_nil.lua:15: attempt to index a number value
setmetatable(b, nil)
print(c.q, c.y)                           --> nil	b.y
for i = 1, 3 do
    setmetatable(c, {__index = {turn = i}})
    print(c.turn, c.y)
--> 1	nil
--> 2	nil
--> 3	nil
end
