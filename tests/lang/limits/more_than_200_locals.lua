-- tests/lang/limits/more_than_200_locals.lua
local function locals(n)
    local t = {}
    for i = 1, n do t[i] = "local v" .. i .. " = " .. i end
    return table.concat(t, "\n")
end
local f = load(locals(200) .. "\nreturn v1 + v200")
print(f())                              --> 201
print(select(2, load(locals(201), "=c")))
--> c:201: too many local variables (limit is 200) in main function near '='
print(select(2, load("function f()\n" .. locals(201) .. " end", "=c")))
--> c:202: too many local variables (limit is 200) in function at line 1 near '='
print(load("do " .. locals(150) .. " end do " .. locals(150) .. " end") ~= nil)
--> true
