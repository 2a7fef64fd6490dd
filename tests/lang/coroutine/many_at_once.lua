-- tests/lang/coroutine/many_at_once.lua
local cos = {}
for i = 1, 100 do
    cos[i] = coroutine.wrap(function()
        local sum = 0
        while true do sum = sum + coroutine.yield(sum) * i end
    end)
    cos[i]()
end
local total = 0
for round = 1, 3 do
    for i = 1, 100 do total = total + cos[i](round) end
end
print(total)                            --> 50500
