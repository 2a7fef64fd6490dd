-- tests/lang/loop/repeat_condition_sees_body_locals.lua
local n = 0
repeat
    n = n + 1
    local x = n * 2
    local f = function() return x end
until f() >= 6
print(n)                                --> 3
local x = "outer"
repeat local x = "inner" until x == "inner"
print(x)                                --> outer
