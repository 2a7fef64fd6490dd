-- tests/lang/limits/more_than_255_upvalues.lua
local function code(n)
    local t, names = {}, {}
    for i = 1, n do names[i] = "a" .. i end
    local half = n // 2
    t[1] = "local " .. table.concat(names, ",", 1, half)
    t[2] = "local function g()"
    t[3] = "local " .. table.concat(names, ",", half + 1, n)
    t[4] = "return function() return " .. table.concat(names, " or ")
        .. " or 'all nil' end end"
    t[5] = "return g()"
    return table.concat(t, "\n")
end
print(load(code(255), "=c")()())        --> all nil
print(select(2, load(code(256), "=c")))
--> c:4: too many upvalues (limit is 255) in function at line 4 near 'or'
print(select(2, load(code(300), "=c")))
--> c:4: too many upvalues (limit is 255) in function at line 4 near 'or'
