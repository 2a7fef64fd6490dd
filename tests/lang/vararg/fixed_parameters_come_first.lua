-- tests/lang/vararg/fixed_parameters_come_first.lua
local function f(a, b, ...)
    return a, b, select("#", ...), ...
end
print(f())                              --> nil	nil	0
print(f(1))                             --> 1	nil	0
print(f(1, 2))                          --> 1	2	0
print(f(1, 2, 3, nil))                  --> 1	2	2	3	nil
local function g(...)
    local a, b = ...
    local t = {n = select("#", ...), ...}
    return a, b, t.n, #t
end
print(g(7, 8, 9))                       --> 7	8	3	3
