-- tests/lang/coroutine/varargs_and_nils_survive_yields.lua
local co = coroutine.wrap(function(...)
    while true do
        local n = select("#", ...)
        local t = table.pack(coroutine.yield(n, ...))
        if t.n == 0 then return "stop", nil, nil end
        print("in", t.n, t[t.n])
    end
end)
print(co(nil, nil))                     --> 2	nil	nil
print(co(1, nil, 3))
--> in	3	3
--> 2	nil	nil
print(co(nil))
--> in	1	nil
--> 2	nil	nil
print(co())                             --> stop	nil	nil
