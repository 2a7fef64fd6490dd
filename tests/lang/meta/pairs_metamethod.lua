-- tests/lang/meta/pairs_metamethod.lua
local t = setmetatable({}, {__pairs = function(t)
    local function iter(_, k) k = (k or 0) + 1; if k <= 3 then return k,
        k * k end end
    return iter, t, nil
end})
for k, v in pairs(t) do print(k, v) end
--> 1	1
--> 2	4
--> 3	9
local a, b, c, d = pairs(setmetatable({},
    {__pairs = function() return 1, 2, 3, 4 end}))
print(a, b, c, d)                       --> 1	2	3	nil
print(pcall(pairs))
--> false	bad argument #1 to 'pairs' (value expected)
print(pcall(function() for _ in pairs(nil) do end end))
--> false	pairs_metamethod.lua:16: bad argument #1 to 'for iterator' (table expected, got nil)
print(pcall(function() for _ in pairs(5) do end end))
--> false	pairs_metamethod.lua:18: bad argument #1 to 'for iterator' (table expected, got number)
