-- tests/bench/pipeline.lua -- map, filter and fold over lists.
-- group: closure

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local unpack = table.unpack or unpack

local function map(list, f)
    local out = {}
    for i = 1, #list do
        out[i] = f(list[i])
    end
    return out
end

local function filter(list, keep)
    local out = {}
    for _, value in ipairs(list) do
        if keep(value) then
            out[#out + 1] = value
        end
    end
    return out
end

local function fold(list, start, f)
    local result = start
    for _, value in ipairs(list) do
        result = f(result, value)
    end
    return result
end

local function zip_with(f, a, b)
    local out = {}
    for i = 1, math.min(#a, #b) do
        out[i] = f(a[i], b[i])
    end
    return out
end

local function compose(...)
    local steps = { ... }
    return function(value)
        for i = 1, #steps do
            value = steps[i](value)
        end
        return value
    end
end

local function partial(f, ...)
    local given = { ... }
    return function(value)
        return f(value, unpack(given))
    end
end

local function add(a, b) return a + b end
local function modulo(a, b) return a % b end

local function iota(n)
    local out = {}
    for i = 1, n do
        out[i] = i
    end
    return out
end

bench(5, function()
    local numbers = iota(4000)
    local total = 0
    for round = 1, 100 do
        local scramble = compose(
            function(x) return x * 7 + round end,
            partial(modulo, 1009),
            function(x) return x % 2 == 0 and x or -x end)
        local scrambled = map(numbers, scramble)
        local kept = filter(scrambled, function(x) return x > round end)
        local sums = zip_with(add, kept, numbers)
        total = fold(sums, total, function(acc, x)
            return (acc * 3 + x) % 1000003
        end)
    end
    return string.format("%d", total)
end)
