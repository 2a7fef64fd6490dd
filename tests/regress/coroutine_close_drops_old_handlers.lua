-- tests/regress/coroutine_close_drops_old_handlers.lua
-- oracle: no (5.4.4 calls a handler left behind by xpcall)
local co = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() error(134) end})
    xpcall(coroutine.yield, function() return "handler" end)
end)
print(coroutine.resume(co))             --> true
print(coroutine.close(co))              --> false	134
