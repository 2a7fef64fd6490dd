-- tests/lang/coroutine/wrap_returns_values_and_raises.lua
local gen = coroutine.wrap(function(n)
    for i = 1, n do coroutine.yield(i, i * i) end
    return "last"
end)
print(gen(2))                           --> 1	1
print(gen())                            --> 2	4
print(gen())                            --> last
print(pcall(gen))                       --> false	cannot resume dead coroutine
local bad = coroutine.wrap(function() error("in wrap") end)
print(pcall(bad))
--> false	wrap_returns_values_and_raises.lua:10: in wrap
local tab = coroutine.wrap(function() error({code = 1}) end)
print(type(select(2, pcall(tab))))      --> table
for a, b in coroutine.wrap(function() coroutine.yield(1, 2) end) do print(a,
    b) end                              --> 1	2
