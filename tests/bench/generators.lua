-- tests/bench/generators.lua -- pipelines of coroutine.wrap iterators.
-- group: coroutine

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local wrap, yield = coroutine.wrap, coroutine.yield

local function range(first, last)
    return wrap(function()
        for i = first, last do
            yield(i)
        end
    end)
end

local function filter(keep, source)
    return wrap(function()
        for value in source do
            if keep(value) then
                yield(value)
            end
        end
    end)
end

local function map(f, source)
    return wrap(function()
        for value in source do
            yield(f(value))
        end
    end)
end

local function take(n, source)
    return wrap(function()
        for _ = 1, n do
            local value = source()
            if value == nil then
                return
            end
            yield(value)
        end
    end)
end

local function pairwise(source)
    return wrap(function()
        local before = source()
        for value in source do
            yield(before, value)
            before = value
        end
    end)
end

local function fibonacci(modulus)
    return wrap(function()
        local a, b = 0, 1
        while true do
            yield(a)
            a, b = b, (a + b) % modulus
        end
    end)
end

-- Primes by a chain of filters, one for each prime found. Resuming coroutines
-- within coroutines has a limit near 100 in lua5.4: `limit` must stay small.
local function primes(limit)
    return wrap(function()
        local source = range(2, limit)
        local prime = source()
        while prime do
            yield(prime)
            local divisor = prime
            source = filter(function(n) return n % divisor ~= 0 end, source)
            prime = source()
        end
    end)
end

bench(5, function()
    local sum, rises = 0, 0
    local odd_squares = map(function(x) return x * x % 1009 end,
                            filter(function(x) return x % 2 == 1 end,
                                   range(1, 120000)))
    for square in odd_squares do
        sum = sum + square
    end
    for before, after in pairwise(take(120000, fibonacci(65537))) do
        if after > before then
            rises = rises + 1
        end
    end
    local nprimes, last = 0, 0
    for _ = 1, 60 do
        for prime in primes(330) do
            nprimes, last = nprimes + 1, prime
        end
    end
    return string.format("sum %d, rises %d, %d primes up to %d",
                         sum, rises, nprimes, last)
end)
