-- The line is that of the operator, the call's opening, or the name.
local function try(f) print((select(2, pcall(f)))) end
--> lines_of_errors_in_long_statements.lua:15: attempt to perform arithmetic on a nil value (upvalue 'up')
--> lines_of_errors_in_long_statements.lua:20: attempt to index a nil value (field 'a')
--> lines_of_errors_in_long_statements.lua:27: attempt to index a nil value (upvalue 'up')
--> lines_of_errors_in_long_statements.lua:32: attempt to index a nil value (upvalue 'up')
--> lines_of_errors_in_long_statements.lua:37: attempt to index a nil value (upvalue 'up')
--> lines_of_errors_in_long_statements.lua:42: attempt to index a nil value (upvalue 'up')
--> lines_of_errors_in_long_statements.lua:48: attempt to concatenate a table value (upvalue 't')
--> lines_of_errors_in_long_statements.lua:53: inner
--> level 2
local t, up = {}
try(function()
    return 1 +
        2 +
        up
end)
try(function()
    local x = t.a
        .b
        .c
end)
try(function()
    t.x = {
        1,
        up.y,
    }
end)
try(function()
    print(1,
        2,
        up.z)
end)
try(function()
    if t.a
        and t.b
        or up.c then
    end
end)
try(function()
    for i = 1,
        up.n do
    end
end)
try(function()
    return "a" ..
        "b" ..
        t ..
        "c"
end)
try(function()
    local f = function()
        error "inner"
    end
    f()
end)
try(function()
    error("level 2", 2)
end)
