-- tests/bench/sort_compare.lua -- table.sort with comparison functions.
-- group: sort

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function make_people(n)
    local next_int = random(2001)
    local people = {}
    for i = 1, n do
        people[i] = {
            id = i,
            name = "name" .. next_int(2000),
            age = next_int(90),
            score = next_int(100000) / 8,
        }
    end
    return people
end

local function descending(a, b) return a > b end

local function by_score(a, b) return a.score < b.score end

-- Oldest first, then by name, then by number.
local function by_age_and_name(a, b)
    if a.age ~= b.age then
        return a.age > b.age
    elseif a.name ~= b.name then
        return a.name < b.name
    end
    return a.id < b.id
end

local function by(field, otherwise)
    return function(a, b)
        local x, y = a[field], b[field]
        if x == y then
            return otherwise(a, b)
        end
        return x < y
    end
end

local by_id = by("id", function() return false end)

local function check(list)
    local sum = 0
    for i = 1, #list do
        sum = (sum * 3 + list[i].id) % 1000003
    end
    return sum
end

local people = make_people(22000)

bench(5, function()
    local list, numbers = {}, {}
    for i, person in ipairs(people) do
        list[i] = person
        numbers[i] = person.age * 1000 + person.id % 1000
    end
    table.sort(numbers, descending)
    table.sort(list, by_score)
    local median = list[#list / 2].score
    table.sort(list, by_age_and_name)
    local first = check(list)
    table.sort(list, by("name", by("score", by_id)))
    local second = check(list)
    table.sort(list, by_id)
    return string.format("%d %.3f %d %d %d", numbers[100], median, first,
                         second, check(list))
end)
