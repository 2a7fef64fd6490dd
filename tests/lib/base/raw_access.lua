-- tests/lib/base/raw_access.lua
local t = setmetatable({}, {__index = function() return "meta" end,
    __newindex = function() error("no") end, __len = function() return 99 end,
    __eq = function() return true end})
print(rawget(t, "x"), t.x, rawlen(t), #t, rawequal(t, {}),
    t == setmetatable({}, getmetatable(t)))  --> nil	meta	0	99	false	true
print(rawset(t, "x", 1) == t, rawget(t, "x"))  --> true	1
print(rawlen("abc"), pcall(rawlen, 5))
--> 3	false	bad argument #1 to 'rawlen' (table or string expected, got number)
print(pcall(rawget, 5, 1))
--> false	bad argument #1 to 'rawget' (table expected, got number)
print(pcall(rawset, {}, nil, 1))        --> false	table index is nil
print(pcall(rawequal, 1))
--> false	bad argument #2 to 'rawequal' (value expected)
print(rawequal("a", "a"), rawequal(1, 1.0), rawequal({}, {}))
--> true	true	false
