-- tests/regress/variables_captured_above_a_closed_one.lua
-- Closing a suspended coroutine runs handlers over the slots of its variables.
local f
local co = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function()
        local a, b, c, d = 1, {}, 3, {}
        return a, b, c, d
    end})
    local y, z = {7}, "zed"
    f = function() return y, z end
    coroutine.yield()
end)
coroutine.resume(co)
print(coroutine.close(co))              --> true
local y, z = f()
print(type(y), y[1], z)                 --> table	7	zed
