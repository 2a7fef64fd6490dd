-- tests/lang/coroutine/errors_kill_it.lua
local co = coroutine.create(function() local x = nil; return x.field end)
print(coroutine.resume(co))
--> false	errors_kill_it.lua:2: attempt to index a nil value (local 'x')
print(coroutine.resume(co))             --> false	cannot resume dead coroutine
print(coroutine.status(co))             --> dead
co = coroutine.create(function() coroutine.yield(); error({1, 2}) end)
print(coroutine.resume(co))             --> true
local ok, e = coroutine.resume(co)
print(ok, type(e), #e)                  --> false	table	2
co = coroutine.create(function() error() end)
print(coroutine.resume(co))             --> false	nil
