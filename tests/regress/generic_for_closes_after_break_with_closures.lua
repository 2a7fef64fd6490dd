-- tests/regress/generic_for_closes_after_break_with_closures.lua
-- oracle: no (5.4.4 forgets to close when the body made a closure)
local function f()
    local closed = false
    local o = setmetatable({}, {__close = function() closed = true end})
    for k in next, {1}, nil, o do
        local function g() return k end
        break
    end
    return closed
end
print(f())                              --> true
