-- tests/bench/memoize.lua -- functions wrapped in caches of their results.
-- group: closure

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function memoize(f)
    local cache = {}
    return function(x)
        local known = cache[x]
        if known == nil then
            known = f(x)
            cache[x] = known
        end
        return known
    end
end

local function memoize2(f)
    local row_of = memoize(function() return {} end)
    return function(a, b)
        local row = row_of(a)
        local known = row[b]
        if known == nil then
            known = f(a, b)
            row[b] = known
        end
        return known
    end
end

local function collatz_lengths(limit)
    local length
    length = memoize(function(n)
        if n == 1 then
            return 1
        end
        return 1 + length(n % 2 == 0 and n / 2 or 3 * n + 1)
    end)
    local best, most = 0, 0
    for n = 1, limit do
        local steps = length(n)
        if steps > most then
            best, most = n, steps
        end
    end
    return best, most
end

local function common_length(a, b)
    local length
    length = memoize2(function(i, j)
        if i == 0 or j == 0 then
            return 0
        elseif a:byte(i) == b:byte(j) then
            return length(i - 1, j - 1) + 1
        end
        return math.max(length(i - 1, j), length(i, j - 1))
    end)
    return length(#a, #b)
end

local function coins(amount)
    local kinds = { 1, 2, 5, 10, 20, 50 }
    local ways
    ways = memoize2(function(rest, kind)
        if rest == 0 then
            return 1
        elseif rest < 0 or kind == 0 then
            return 0
        end
        return ways(rest - kinds[kind], kind) + ways(rest, kind - 1)
    end)
    return ways(amount, #kinds)
end

local function make_word(n, seed)
    local next_int = random(seed)
    local letters = {}
    for i = 1, n do
        letters[i] = string.char(96 + next_int(6))
    end
    return table.concat(letters)
end

bench(5, function()
    local best, most = collatz_lengths(150000)
    local common = common_length(make_word(360, 5), make_word(380, 6))
    return string.format("%d takes %d, %d in common, %d ways",
                         best, most, common, coins(4000))
end)
