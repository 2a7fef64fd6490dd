-- tests/lang/meta/results_are_adjusted_to_one.lua
local mt = {__add = function() return 1, 2, 3 end,
    __index = function() return "a", "b" end, __call = function() return 1,
        2 end,
    __unm = function() end, __concat = function() return end}
local T = setmetatable({}, mt)
print(T + T)                            --> 1
print(T.x)                              --> a
print(T())                              --> 1	2
print(-T, T .. T)                       --> nil	nil
local t = {T.x, T.y}
print(#t)                               --> 2
