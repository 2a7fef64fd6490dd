-- tests/lang/close/return_values_survive_closing.lua
local function noisy()
    return setmetatable({}, {__close = function() local t = {1, 2,
        3}; return 9 end})
end
local function f(...)
    local a <close> = noisy()
    return ...
end
print(f(1, 2, 3))                       --> 1	2	3
print(select("#", f()), (f("only")))    --> 0	only
local function g() local a <close> = noisy() return f(4, 5) end
print(g())                              --> 4	5
