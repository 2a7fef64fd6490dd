-- tests/bench/quicksort.lua -- quicksort written in Lua, on numbers and names.
-- group: sort

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function insertion(list, first, last)
    for i = first + 1, last do
        local value = list[i]
        local j = i - 1
        while j >= first and list[j] > value do
            list[j + 1] = list[j]
            j = j - 1
        end
        list[j + 1] = value
    end
end

local function median(a, b, c)
    if a > b then
        a, b = b, a
    end
    if c < a then
        return a
    end
    return c < b and c or b
end

local function quicksort(list, first, last)
    while last - first > 12 do
        local middle = math.floor((first + last) / 2)
        local pivot = median(list[first], list[middle], list[last])
        local i, j = first, last
        while i <= j do
            while list[i] < pivot do
                i = i + 1
            end
            while list[j] > pivot do
                j = j - 1
            end
            if i <= j then
                list[i], list[j] = list[j], list[i]
                i, j = i + 1, j - 1
            end
        end
        if j - first < last - i then
            quicksort(list, first, j)
            first = i
        else
            quicksort(list, i, last)
            last = j
        end
    end
    insertion(list, first, last)
end

local function is_sorted(list)
    for i = 2, #list do
        if list[i - 1] > list[i] then
            return false
        end
    end
    return true
end

local function make(n, seed, f)
    local next_int = random(seed)
    local list = {}
    for i = 1, n do
        list[i] = f(next_int, i)
    end
    return list
end

bench(5, function()
    local integers = make(110000, 11, function(r) return r(1000000) end)
    local floats = make(50000, 12, function(r) return r(1000000) / 64 end)
    local names = make(20000, 13, function(r) return "n" .. r(9000) end)
    for _, list in ipairs({ integers, floats, names }) do
        quicksort(list, 1, #list)
        assert(is_sorted(list))
    end
    quicksort(integers, 1, #integers)
    return string.format("%d %.6f %s", integers[30000], floats[15000],
                         names[6000])
end)
