-- tests/lang/closure/survives_its_coroutine.lua
local get, set
local co = coroutine.create(function()
    local v = "in coroutine"
    get = function() return v end
    set = function(x) v = x end
    coroutine.yield()
    v = v .. "!"
end)
coroutine.resume(co)
print(get())                            --> in coroutine
set("from outside")
coroutine.resume(co)
print(get(), coroutine.status(co))      --> from outside!	dead
set("later")
print(get())                            --> later
