-- tests/lib/debug/hooks_can_be_queried.lua
local function h() end
debug.sethook(h, "crl", 5)
local f, mask, count = debug.gethook()
debug.sethook()
print(f == h, mask, count)              --> true	crl	5
local co = coroutine.create(function() end)
debug.sethook(co, h, "l")
print(select(2, debug.gethook(co)), (debug.gethook()))  --> l	nil
