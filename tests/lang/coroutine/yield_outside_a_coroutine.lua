-- tests/lang/coroutine/yield_outside_a_coroutine.lua
print(pcall(coroutine.yield, 1))
--> false	attempt to yield from outside a coroutine
print(coroutine.isyieldable())          --> false
print(coroutine.wrap(function() return coroutine.isyieldable() end)())
--> true
print(select(2, coroutine.running()))   --> true
print(coroutine.wrap(function() return select(2, coroutine.running()) end)())
--> false
local co = coroutine.create(function() end)
print(coroutine.isyieldable(co))        --> true
