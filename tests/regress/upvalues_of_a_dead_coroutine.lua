-- tests/regress/upvalues_of_a_dead_coroutine.lua
local f
local co = coroutine.wrap(function()
    local a, b = {1}, {2}
    f = function() a[1] = a[1] + b[1]; return a[1] end
    error("gone")
end)
print((pcall(co)))                      --> false
co = nil
collectgarbage()
print(f(), f(), f())                    --> 3	5	7
