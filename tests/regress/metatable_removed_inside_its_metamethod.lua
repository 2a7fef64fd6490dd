-- tests/regress/metatable_removed_inside_its_metamethod.lua
local mt = {}
mt.__index = function(t, k) setmetatable(t, nil) return t[k] end
local t = setmetatable({}, mt)
print(t.x, getmetatable(t))             --> nil	nil
mt.__newindex = function(t, k, v) setmetatable(t, nil) t[k] = v end
t = setmetatable({}, mt)
t.y = 5
print(rawget(t, "y"), getmetatable(t))  --> 5	nil
mt.__add = function(a, b) mt.__add = nil return 1 end
t = setmetatable({}, mt)
print(t + 1, (pcall(function() return t + 1 end)))  --> 1	false
