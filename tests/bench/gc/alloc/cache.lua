-- tests/bench/gc/alloc/cache.lua -- a cache whose entries come and go
local bench, random = dofile((arg[0]:match("^.*/") or "") .. "../../harness.lua")

bench(4, function()
    local next_int, cache, ring = random(11), {}, {}
    local size, hits = 20000, 0
    for i = 1, 250000 do
        local key = "key" .. next_int(40000)
        local entry = cache[key]
        if entry then
            hits = hits + 1
            entry.used = i
        else
            local place = i % size + 1
            if ring[place] then
                cache[ring[place]] = nil
            end
            ring[place] = key
            cache[key] = { key = key, used = i, value = { i, i * 2 } }
        end
    end
    return string.format("%d", hits)
end)
