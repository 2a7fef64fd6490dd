-- tests/lang/coroutine/wrap_as_consumer.lua
local function producer()
    return coroutine.create(function()
        for _, l in ipairs {"one", "two", "three"} do coroutine.yield(l) end
    end)
end
local function filter(p)
    return coroutine.create(function()
        local n = 1
        while true do
            local ok, l = coroutine.resume(p)
            if not l then return end
            coroutine.yield(("%d %s"):format(n, l))
            n = n + 1
        end
    end)
end
local f = filter(producer())
while true do
    local _, l = coroutine.resume(f)
    if not l then break end
    print(l)
end
--> 1 one
--> 2 two
--> 3 three
