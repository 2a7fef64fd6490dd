-- tests/lang/meta/upvalue_tables_as_indexers.lua
local defaults = {color = "red"}
local mt = {__index = function(t, k)
    local v = defaults[k]
    if v then t[k] = v end
    return v
end}
local t = setmetatable({}, mt)
print(rawget(t, "color"), t.color, rawget(t, "color"))  --> nil	red	red
defaults.color = "blue"
print(t.color)                          --> red
print(setmetatable({}, mt).color)       --> blue
