-- tests/lib/table/sort_with_any_kind_of_order.lua
-- The order function's frame is used again and again; whatever it does with
-- its own must not show.
local seed = 7
local function random(n)
    seed = seed * 16807 % 2147483647
    return seed % n + 1
end
local function less(a, b) return a < b end
local orders = {
    less,
    function(a, b) return less(a, b) end,
    function(a, b) if a < b then return true end return false end,
    function(a, b, c, d)
        assert(c == nil and d == nil)
        c, d = 1, 2
        return a < b
    end,
    function(...) local a, b = ... return a < b end,
    function(a, b) local f = function() return a end return f() < b end,
    function(a, b) if a < b then return 1 end end,
    function(a, b) return b > a, 5 end,
    function(a, b)
        local c <close> = setmetatable({}, {__close = function() end})
        return a < b
    end,
    function(a, b)
        if a == b then return false end
        local c, d = pcall(less, a, b)
        a, b = nil, nil
        return d
    end,
}
local function sorted(t, order)
    table.sort(t, order)
    for i = 2, #t do
        if t[i] < t[i - 1] then return false end
    end
    return true
end
local good = 0
for round = 1, 30 do
    for _, order in ipairs(orders) do
        local t = {}
        for i = 1, round * 2 do t[i] = random(25) end
        if sorted(t, order) then good = good + 1 end
    end
end
print(good)                                 --> 300
local n = 0
print(pcall(table.sort, {5, 3, 1, 4, 2, 9, 8, 7}, function(a, b)
    n = n + 1
    if n == 9 then error("ninth", 0) end
    return a < b
end))                                       --> false	ninth
local seen = {}
table.sort({4, 3, 2, 1}, function(a, b)
    seen[debug.traceback("", 1):match("in function 'table.sort'")] = true
    return a < b
end)
print(next(seen))                           --> in function 'table.sort'	true
