-- tests/lang/vararg/varargs_in_coroutines.lua
local co = coroutine.wrap(function(...)
    local n = select("#", ...)
    while true do n = select("#", coroutine.yield(n, ...)) end
end)
print(co(1, nil, nil))                  --> 3	1	nil	nil
print(co())                             --> 0	1	nil	nil
print(co(nil, nil))                     --> 2	1	nil	nil
