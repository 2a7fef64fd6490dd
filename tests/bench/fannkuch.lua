-- tests/bench/fannkuch.lua -- flips of permutations: integer arrays.
-- group: numeric

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local N = 9

local function reverse(list, first, last)
    while first < last do
        list[first], list[last] = list[last], list[first]
        first, last = first + 1, last - 1
    end
end

-- The next permutation in lexicographic order, in place; false after the last.
local function advance(list, n)
    local i = n - 1
    while i > 0 and list[i] > list[i + 1] do
        i = i - 1
    end
    if i == 0 then
        return false
    end
    local j = n
    while list[j] < list[i] do
        j = j - 1
    end
    list[i], list[j] = list[j], list[i]
    reverse(list, i + 1, n)
    return true
end

local function count_flips(list, scratch, n)
    for i = 1, n do
        scratch[i] = list[i]
    end
    local flips = 0
    local top = scratch[1]
    while top ~= 1 do
        reverse(scratch, 1, top)
        flips = flips + 1
        top = scratch[1]
    end
    return flips
end

bench(3, function()
    local list, scratch = {}, {}
    for i = 1, N do
        list[i] = i
    end
    local total, most = 0, 0
    repeat
        local flips = count_flips(list, scratch, N)
        total = total + flips
        if flips > most then
            most = flips
        end
    until not advance(list, N)
    return string.format("flips %d, at most %d", total, most)
end)
