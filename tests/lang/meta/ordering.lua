-- tests/lang/meta/ordering.lua
local mt = {__lt = function(a, b) return a.v < b.v end,
    __le = function(a, b) return a.v <= b.v end}
local function V(v) return setmetatable({v = v}, mt) end
print(V(1) < V(2), V(1) > V(2), V(1) <= V(1), V(2) >= V(3))
--> true	false	true	false
print(not (V(1) < V(2)), not (V(1) >= V(2)))  --> false	true
local only_lt = setmetatable({}, {__lt = function() return true end})
print(pcall(function() return only_lt <= only_lt end))  --> true	false
print(only_lt < 1, 1 < only_lt, only_lt > "x")  --> true	true	true
local truthy = setmetatable({}, {__lt = function() return 5 end,
    __le = function() return nil end})
print(truthy < truthy, truthy <= truthy)  --> true	false
print(pcall(function() return V(1) < V("x") end))
--> false	ordering.lua:2: attempt to compare number with string
