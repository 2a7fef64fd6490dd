-- tests/bench/gc/alloc/large_live.lua -- 100 MB that live, parts replaced
local bench, random = dofile((arg[0]:match("^.*/") or "") .. "../../harness.lua")

local n, live = 500000, {}
for i = 1, n do
    live[i] = { id = i, name = "n" .. i % 1000, list = { i, i + 1 } }
end

bench(3, function()
    local next_int, sum = random(5), 0
    for i = 1, 300000 do
        local at = next_int(n)
        local old = live[at]
        sum = sum + old.list[1] % 7
        live[at] = { id = at, name = old.name, list = { at, i, { sum } } }
    end
    for i = 1, n do
        live[i].list[1] = i
    end
    return string.format("%d", sum)
end)
