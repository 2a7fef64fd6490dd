-- tests/lang/message/positions_point_at_the_operator.lua
print(pcall(function()
    local t = {}
    local x = 1
        + t
    return x
end))
--> false	positions_point_at_the_operator.lua:5: attempt to perform arithmetic on a table value (local 't')
print(pcall(function()
    local f
    f(
        1,
        2
    )
end))
--> false	positions_point_at_the_operator.lua:11: attempt to call a nil value (local 'f')
print(pcall(function()
    return {
        a = 1,
        b = nil + 1,
    }
end))
--> false	positions_point_at_the_operator.lua:20: attempt to perform arithmetic on a nil value
print(pcall(function()
    local s = "a" ..
        "b" ..
        {}
end))
--> false	positions_point_at_the_operator.lua:26: attempt to concatenate a table value
