-- tests/lang/meta/call_metamethod.lua
local T = setmetatable({}, {__call = function(self, ...)
    return type(self), select("#", ...), ...
end})
print(T())                              --> table	0
print(T(1, nil))                        --> table	2	1	nil
print(T "str")                          --> table	1	str
print(T {} ~= nil)                      --> true
print(pcall(T, 5))                      --> true	table	1	5
local obj = {m = T}
print((select(4, obj:m("x"))))          --> x
print((select(2, obj.m("y"))))          --> 1
