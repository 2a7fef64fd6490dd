-- tests/lang/meta/newindex_applies_to_nil_fields.lua
local n = 0
local t = setmetatable({}, {__newindex = function(t, k, v) n = n + 1; rawset(t,
    k, v) end})
t.x = 1
t.x = nil
t.x = 2
t[1] = 1; t[1] = nil; t[1] = 1
print(n)                                --> 4
local proxy = setmetatable({}, {__newindex = function() end})
proxy.x = 5
print(rawget(proxy, "x"), next(proxy))  --> nil	nil
