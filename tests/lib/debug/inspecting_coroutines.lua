-- tests/lib/debug/inspecting_coroutines.lua
local co = coroutine.create(function(a)
    local b = a * 2
    coroutine.yield(b)
end)
coroutine.resume(co, 21)
print(debug.getlocal(co, 1, 1))         --> a	21
print(debug.getlocal(co, 1, 2))         --> b	42
print(debug.setlocal(co, 1, 2, "new"), debug.getlocal(co, 1, 2))  --> b	b	new
local i = debug.getinfo(co, 1, "lS")
print(i.currentline, i.what, i.linedefined)  --> 4	Lua	2
print(debug.getinfo(co, 0, "n").name, debug.getinfo(co, 5))  --> yield	nil
print(debug.traceback(co, nil, 1):match("in function <"))  --> in function <
