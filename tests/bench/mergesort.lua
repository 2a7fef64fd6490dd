-- tests/bench/mergesort.lua -- stable merge sort of arrays and of linked lists.
-- group: sort

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function merge(from, to, first, middle, last, before)
    local i, j = first, middle + 1
    for k = first, last do
        if j > last or (i <= middle and not before(from[j], from[i])) then
            to[k] = from[i]
            i = i + 1
        else
            to[k] = from[j]
            j = j + 1
        end
    end
end

-- From the bottom up: runs of 1, 2, 4 ... items.
local function sort_array(list, before)
    local n, width = #list, 1
    local from, to = list, {}
    while width < n do
        for first = 1, n, width * 2 do
            local middle = math.min(first + width - 1, n)
            local last = math.min(first + width * 2 - 1, n)
            merge(from, to, first, middle, last, before)
        end
        from, to = to, from
        width = width * 2
    end
    return from
end

local function merge_lists(a, b, before)
    local head = {}
    local tail = head
    while a and b do
        if before(b, a) then
            tail.next, b = b, b.next
        else
            tail.next, a = a, a.next
        end
        tail = tail.next
    end
    tail.next = a or b
    return head.next
end

local function sort_list(list, n, before)
    if n <= 1 then
        return list
    end
    local half = math.floor(n / 2)
    local last = list
    for _ = 2, half do
        last = last.next
    end
    local rest = last.next
    last.next = nil
    local tail = rest
    for _ = 2, n - half do
        tail = tail.next
    end
    tail.next = nil
    return merge_lists(sort_list(list, half, before),
                       sort_list(rest, n - half, before), before)
end

local function by_key(a, b) return a.key < b.key end

local function make_records(n, seed)
    local next_int = random(seed)
    local list = {}
    for i = 1, n do
        list[i] = { key = next_int(n), id = i }
    end
    return list
end

bench(5, function()
    local sorted = sort_array(make_records(32000, 3), by_key)
    local check = 0
    for i, record in ipairs(sorted) do
        check = (check * 3 + record.id) % 1000003
        local before = sorted[i - 1]
        assert(not before or before.key < record.key
               or (before.key == record.key and before.id < record.id))
    end
    local records = make_records(32000, 4)
    for i = 1, #records - 1 do
        records[i].next = records[i + 1]
    end
    local node = sort_list(records[1], #records, by_key)
    while node do
        check = (check * 3 + node.id) % 1000003
        node = node.next
    end
    return string.format("check %d", check)
end)
