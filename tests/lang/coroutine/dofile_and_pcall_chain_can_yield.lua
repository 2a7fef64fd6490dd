-- tests/lang/coroutine/dofile_and_pcall_chain_can_yield.lua
local co = coroutine.wrap(function()
    return pcall(pcall, pcall, function() return coroutine.yield(1) end)
end)
print(co())                             --> 1
print(co("x"))                          --> true	true	true	x
local t = setmetatable({}, {__index = function(_,
    k) return coroutine.yield(k) end})
co = coroutine.wrap(function() return select(2,
    pcall(function() return t.a .. t.b end)) end)
print(co(), co("1"), co("2"))           --> a	b	12
