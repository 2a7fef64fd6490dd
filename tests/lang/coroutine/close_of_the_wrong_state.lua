-- tests/lang/coroutine/close_of_the_wrong_state.lua
print(pcall(coroutine.close, coroutine.running()))
--> false	cannot close a running coroutine
local co
co = coroutine.create(function()
    print(pcall(coroutine.close, co))
    coroutine.wrap(function() print(pcall(coroutine.close, co)) end)()
end)
coroutine.resume(co)
--> false	cannot close a running coroutine
--> false	cannot close a normal coroutine
local failed = coroutine.create(function() error("E", 0) end)
coroutine.resume(failed)
print(coroutine.close(failed))          --> false	E
print(coroutine.close(failed))          --> true
print(pcall(coroutine.close))
--> false	bad argument #1 to 'coroutine.close' (thread expected, got no value)
