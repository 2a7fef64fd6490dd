-- tests/lang/coroutine/yield_in_iterators.lua
local function iter(s, i)
    coroutine.yield("iter " .. i)
    if i < s then return i + 1 end
end
local co = coroutine.wrap(function()
    for i in iter, 2, 0 do coroutine.yield("body " .. i) end
    for k, v in pairs(setmetatable({}, {__pairs = function() coroutine.yield(
        "pairs") return iter, 1, 0 end})) do
        coroutine.yield("pairs body")
    end
    return nil
end)
for m in co do print(m) end
--> iter 0
--> body 1
--> iter 1
--> body 2
--> iter 2
--> pairs
--> iter 0
--> pairs body
--> iter 1
