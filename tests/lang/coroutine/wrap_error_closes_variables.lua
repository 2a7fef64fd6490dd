-- tests/lang/coroutine/wrap_error_closes_variables.lua
local co = coroutine.wrap(function()
    local x <close> = setmetatable({}, {__close = function(_,
        e) print("closing", e) end})
    error("E", 0)
end)
print(pcall(co))
--> closing	E
--> false	E
local co2 = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function(_,
        e) print("closing2", e) end})
    error("E2", 0)
end)
print(coroutine.resume(co2))            --> false	E2
print(coroutine.close(co2))
--> closing2	E2
--> false	E2
