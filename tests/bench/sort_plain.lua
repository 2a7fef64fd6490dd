-- tests/bench/sort_plain.lua -- table.sort in the natural order.
-- group: sort

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function fill(n, f)
    local list = {}
    for i = 1, n do
        list[i] = f(i)
    end
    return list
end

local function copy(list)
    return fill(#list, function(i) return list[i] end)
end

local next_int = random(4711)
local integers = fill(100000, function() return next_int(1000000) end)
local floats = fill(50000, function() return next_int(1000000) / 256 end)
local nearly = fill(50000, function(i) return i + next_int(9) end)
local few = fill(50000, function() return next_int(16) end)
local words = fill(25000, function()
    return string.char(96 + next_int(26), 96 + next_int(26),
                       96 + next_int(26)) .. next_int(99)
end)

-- A number that depends on the place of everything.
local function check(list, value_of)
    local sum = 0
    for i = 1, #list do
        sum = (sum * 3 + value_of(list[i])) % 1000003
    end
    return sum
end

local function sorted_check(list, value_of)
    local sorted = copy(list)
    table.sort(sorted)
    return check(sorted, value_of)
end

local function same(x) return x end
local function in_256ths(x) return x * 256 end
local function last_byte(x) return x:byte(-1) + #x end

bench(5, function()
    return string.format("%d %d %d %d %d", sorted_check(integers, same),
                         sorted_check(floats, in_256ths),
                         sorted_check(nearly, same),
                         sorted_check(few, same),
                         sorted_check(words, last_byte))
end)
