-- tests/bench/turnover.lua -- tables that stay as large as they are: an old key
-- goes for every new one.
-- group: table

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- More names than a table ever has at a time, so that each is new when it
-- comes.
local NAMES = {}
for i = 1, 5000 do
    NAMES[i] = "job" .. i * 7919
end

local function name_of(i)
    return NAMES[i % #NAMES + 1]
end

local function number_of(i)
    return i * 7919
end

local function turn_over(population, nsteps, key_of)
    local live, sum = {}, 0
    for i = 1, population do
        live[key_of(i)] = i
    end
    for i = population + 1, population + nsteps do
        local old = key_of(i - population)
        sum = (sum + live[old]) % 1000003
        live[old] = nil
        live[key_of(i)] = i
    end
    local count = 0
    for _ in pairs(live) do
        count = count + 1
    end
    assert(count == population)
    return sum
end

bench(5, function()
    return string.format("%d %d %d %d",
                         turn_over(1000, 40000, number_of),
                         turn_over(1000, 40000, name_of),
                         turn_over(1024, 5000, number_of),
                         turn_over(1024, 5000, name_of))
end)
