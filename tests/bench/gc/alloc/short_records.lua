-- tests/bench/gc/alloc/short_records.lua -- records that live for a moment
local bench = dofile((arg[0]:match("^.*/") or "") .. "../../harness.lua")

local function point(x, y)
    return { x = x, y = y }
end

local function add(a, b)
    return point(a.x + b.x, a.y + b.y)
end

bench(4, function()
    local at = point(0, 0)
    for i = 1, 600000 do
        at = add(at, point(i % 3, i % 5))
    end
    return string.format("%d %d", at.x, at.y)
end)
