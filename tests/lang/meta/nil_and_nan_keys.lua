-- tests/lang/meta/nil_and_nan_keys.lua
local t = {}
print(t[nil], pcall(function() t[nil] = 1 end))
--> nil	false	nil_and_nan_keys.lua:3: table index is nil
print(pcall(function() t[0 / 0] = 1 end), t[0 / 0])  --> false	nil
print(pcall(rawset, t, nil, 1))         --> false	table index is nil
print(pcall(function() return {[nil] = 1} end))
--> false	nil_and_nan_keys.lua:7: table index is nil
local m = setmetatable({}, {__newindex = function(_, k, v) print("key",
    k == nil, v) end})
m[nil] = "x"                            --> key	true	x
print(pcall(next, t, "missing"))        --> false	invalid key to 'next'
