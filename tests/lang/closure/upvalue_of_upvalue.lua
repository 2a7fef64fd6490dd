-- tests/lang/closure/upvalue_of_upvalue.lua
local function a()
    local x = 1
    local function b()
        local function c()
            local function d() x = x + 1; return x end
            return d
        end
        return c()
    end
    return b(), function() return x end
end
local inc, get = a()
print(inc(), inc(), get())              --> 2	3	3
