-- tests/bench/permutations.lua -- recursive generators yielding lists.
-- group: coroutine

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local yield = coroutine.yield

local function permute(list, n)
    if n <= 1 then
        yield(list)
        return
    end
    for i = 1, n do
        list[i], list[n] = list[n], list[i]
        permute(list, n - 1)
        list[i], list[n] = list[n], list[i]
    end
end

local function permutations(list)
    return coroutine.wrap(function() permute(list, #list) end)
end

local function choose(list, n, from, chosen)
    if #chosen == n then
        yield(chosen)
        return
    end
    for i = from, #list do
        chosen[#chosen + 1] = list[i]
        choose(list, n, i + 1, chosen)
        chosen[#chosen] = nil
    end
end

local function combinations(list, n)
    return coroutine.wrap(function() choose(list, n, 1, {}) end)
end

-- Each level is a generator of its own, resumed by the level above.
local function subsets(list, at)
    at = at or 1
    return coroutine.wrap(function()
        if at > #list then
            yield(0, 0)
            return
        end
        for count, sum in subsets(list, at + 1) do
            yield(count, sum)
            yield(count + 1, sum + list[at])
        end
    end)
end

local function letters(n)
    local list = {}
    for i = 1, n do
        list[i] = i
    end
    return list
end

bench(6, function()
    local check, count = 0, 0
    for list in permutations(letters(9)) do
        count = count + 1
        check = (check * 7 + list[1] * 10 + list[5]) % 1000003
    end
    for list in combinations(letters(20), 5) do
        count = count + 1
        check = (check * 7 + list[1] + list[5]) % 1000003
    end
    local heavy = 0
    for size, sum in subsets(letters(15)) do
        if sum > 6 * size then
            heavy = heavy + 1
        end
    end
    return string.format("%d lists, check %d, %d heavy", count, check, heavy)
end)
