-- tests/lang/meta/errors_inside_metamethods_propagate.lua
local t = setmetatable({}, {
    __index = function(_, k) error("no field " .. k, 0) end,
    __newindex = function(_, k) error("read only " .. k, 0) end,
    __add = function() error({code = 7}) end,
    __len = function() return nil + 1 end,
    __call = function() error() end,
})
print(pcall(function() return t.x end))  --> false	no field x
print(pcall(function() t.y = 1 end))    --> false	read only y
print(select(2, pcall(function() return t + 1 end)).code)  --> 7
print(pcall(function() return #t end))
--> false	errors_inside_metamethods_propagate.lua:6: attempt to perform arithmetic on a nil value
print(pcall(t))                         --> false	nil
