-- Open upvalues of a suspended coroutine are read and written from outside.
local get, set
local co = coroutine.wrap(function()
    local x = 1
    get = function() return x end
    set = function(v) x = v end
    coroutine.yield()
    x = x + 1
    coroutine.yield(x)
end)
co()
print(get())                              --> 1
set(10)
print(get(), co(), get())                 --> 10	11	11
set("closed?")
co()
print(get())                              --> closed?
co, get, set = nil
collectgarbage()
local fs = {}
for i = 1, 3 do
    coroutine.wrap(function() local y = i fs[i] = function() y = y + i return y end end)()
end
print(fs[1](), fs[2](), fs[3](), fs[3]()) --> 2	4	6	9
