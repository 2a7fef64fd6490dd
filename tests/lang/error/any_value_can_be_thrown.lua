-- tests/lang/error/any_value_can_be_thrown.lua
local t = {}
print(select(2, pcall(error, t)) == t)  --> true
print(pcall(error, 5))                  --> false	5
print(pcall(error, true))               --> false	true
print(select("#", pcall(error, nil)))   --> 2
local e = setmetatable({msg = "m"}, {__tostring = function(s) return "E:"
    .. s.msg end})
local ok, got = pcall(error, e)
print(got == e, tostring(got))          --> true	E:m
print(pcall(error, e, 2))               --> false	E:m
print(pcall(function() error(print) end) == false)  --> true
