-- tests/bench/lists.lua -- linked lists: cons, map, reverse, append.
-- group: alloc

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function cons(head, tail)
    return { head = head, tail = tail }
end

local function iota(n)
    local list
    for i = n, 1, -1 do
        list = cons(i, list)
    end
    return list
end

local function reverse(list)
    local out
    while list do
        out = cons(list.head, out)
        list = list.tail
    end
    return out
end

local function map(f, list)
    local out
    while list do
        out = cons(f(list.head), out)
        list = list.tail
    end
    return reverse(out)
end

local function filter(keep, list)
    local out
    while list do
        if keep(list.head) then
            out = cons(list.head, out)
        end
        list = list.tail
    end
    return reverse(out)
end

local function append(a, b)
    local out = b
    local at = reverse(a)
    while at do
        out = cons(at.head, out)
        at = at.tail
    end
    return out
end

local function fold(f, start, list)
    while list do
        start = f(start, list.head)
        list = list.tail
    end
    return start
end

-- Sorted insertion, sharing the tail with the old list.
local function insert(list, value)
    if not list or value <= list.head then
        return cons(value, list)
    end
    return cons(list.head, insert(list.tail, value))
end

bench(5, function()
    local check = 0
    for round = 1, 30 do
        local list = iota(2000)
        local evens = filter(function(x) return x % 2 == 0 end, list)
        local scaled = map(function(x) return x * round % 997 end, list)
        local all = append(evens, append(scaled, reverse(list)))
        check = fold(function(sum, x)
            return (sum * 3 + x) % 1000003
        end, check, all)
    end
    local sorted
    for i = 1, 300 do
        sorted = insert(sorted, i * 37 % 101)
    end
    return string.format("check %d, sorted %d to %d", check, sorted.head,
                         fold(function(_, x) return x end, nil, sorted))
end)
