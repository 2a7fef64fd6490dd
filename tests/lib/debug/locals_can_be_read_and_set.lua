-- tests/lib/debug/locals_can_be_read_and_set.lua
local function f(a, b, ...)
    local x, y = 10, 20
    do local inner = 1 end
    local names = {}
    for i = 1, 10 do
        local n, v = debug.getlocal(1, i)
        if not n then break end
        if n:sub(1, 1) ~= "(" then names[#names + 1] = n .. "="
            .. tostring(v) end
        if #names == 4 then break end
    end
    print(table.concat(names, " "))
    print(debug.getlocal(1, -1), debug.getlocal(1, -2), debug.getlocal(1, -3))
    print(debug.setlocal(1, 1, "changed"), a)
    print(debug.setlocal(1, -1, "vararg changed"), ...)
    return x, y
end
f(1, 2, "va1", "va2")
--> a=1 b=2 x=10 y=20
--> (vararg)	(vararg)	nil
--> a	changed
--> (vararg)	vararg changed	va2
print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3))
--> a	b	nil
print(pcall(debug.getlocal, 100, 1))
--> false	bad argument #1 to 'debug.getlocal' (level out of range)
print(pcall(debug.setlocal, 100, 1, 1))
--> false	bad argument #1 to 'debug.setlocal' (level out of range)
print(debug.getlocal(string.len, 1))    --> nil
