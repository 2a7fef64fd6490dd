-- tests/bench/churn.lua -- one table, keys coming and going for ever.
-- group: table

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- A window of live keys moves over an endless supply: the table stays small,
-- but every key is new.
local function rolling(nkeys, window)
    local live, sum = {}, 0
    for i = 1, nkeys do
        live[i * 7919] = i
        local old = (i - window) * 7919
        local value = live[old]
        if value then
            sum = (sum + value) % 1000003
            live[old] = nil
        end
    end
    return sum
end

local function rolling_names(nkeys, window)
    local live, names, misses = {}, {}, 0
    for i = 1, nkeys do
        local name = "session" .. i
        live[name] = { id = i, hits = 0 }
        names[i % window + 1], name = name, names[i % window + 1]
        if name then
            live[name] = nil
        end
        local session = live["session" .. i - i % 50]
        if session then
            session.hits = session.hits + 1
        else
            misses = misses + 1
        end
    end
    return misses
end

local function random_set(noperations, nkeys)
    local next_int = random(77)
    local set, size = {}, 0
    for _ = 1, noperations do
        local key = next_int(nkeys) * 1.5
        if set[key] then
            set[key] = nil
            size = size - 1
        else
            set[key] = true
            size = size + 1
        end
    end
    local counted = 0
    for _ in pairs(set) do
        counted = counted + 1
    end
    assert(counted == size)
    return size
end

-- Whole objects as keys, taken out while walking over them.
local function visit_and_clear(nrounds)
    local waiting, visited = {}, 0
    for round = 1, nrounds do
        for i = 1, 20 do
            waiting[{ weight = i }] = round
        end
        for item, since in pairs(waiting) do
            if item.weight % 3 ~= 0 or since < round - 4 then
                waiting[item] = nil
                visited = visited + item.weight
            end
        end
    end
    return visited
end

bench(5, function()
    return string.format("%d %d %d %d", rolling(200000, 300),
                         rolling_names(50000, 120),
                         random_set(200000, 2000), visit_and_clear(2500))
end)
