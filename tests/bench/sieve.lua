-- tests/bench/sieve.lua -- primes by a sieve, and by trial division.
-- group: branch

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function sieve(limit)
    local composite = {}
    for i = 1, limit do
        composite[i] = false
    end
    local count, last = 0, 0
    for i = 2, limit do
        if not composite[i] then
            count, last = count + 1, i
            for multiple = i * i, limit, i do
                composite[multiple] = true
            end
        end
    end
    return count, last
end

-- Divisors are counted in place; a prime has two.
local function divisor_counts(limit)
    local counts = {}
    for i = 1, limit do
        counts[i] = 0
    end
    for i = 1, limit do
        for multiple = i, limit, i do
            counts[multiple] = counts[multiple] + 1
        end
    end
    local best = 1
    for i = 2, limit do
        if counts[i] > counts[best] then
            best = i
        end
    end
    return best, counts[best]
end

local function is_prime(n)
    if n < 4 then
        return n > 1
    elseif n % 2 == 0 or n % 3 == 0 then
        return false
    end
    local divisor = 5
    while divisor * divisor <= n do
        if n % divisor == 0 or n % (divisor + 2) == 0 then
            return false
        end
        divisor = divisor + 6
    end
    return true
end

bench(5, function()
    local count, last = sieve(1200000)
    local best, divisors = divisor_counts(200000)
    local tried = 0
    for n = 1, 80000 do
        if is_prime(n) then
            tried = tried + 1
        end
    end
    return string.format("%d up to %d; %d has %d divisors; %d", count, last,
                         best, divisors, tried)
end)
