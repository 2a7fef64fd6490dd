-- tests/bench/heapsort.lua -- a binary heap: heapsort and a priority queue.
-- group: sort

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function sift_down(heap, at, n)
    local value = heap[at]
    while true do
        local child = at * 2
        if child > n then
            break
        end
        if child < n and heap[child + 1] > heap[child] then
            child = child + 1
        end
        if heap[child] <= value then
            break
        end
        heap[at] = heap[child]
        at = child
    end
    heap[at] = value
end

local function heapsort(list)
    local n = #list
    for i = math.floor(n / 2), 1, -1 do
        sift_down(list, i, n)
    end
    for last = n, 2, -1 do
        list[1], list[last] = list[last], list[1]
        sift_down(list, 1, last - 1)
    end
end

local Heap = {}
Heap.__index = Heap

function Heap.new(before)
    return setmetatable({ before = before, n = 0 }, Heap)
end

function Heap:push(value)
    local before = self.before
    local at = self.n + 1
    self.n = at
    while at > 1 do
        local parent = (at - at % 2) / 2
        if not before(value, self[parent]) then
            break
        end
        self[at] = self[parent]
        at = parent
    end
    self[at] = value
end

function Heap:pop()
    local before, n = self.before, self.n
    local top, value = self[1], self[n]
    self[n] = nil
    n = n - 1
    self.n = n
    if n == 0 then
        return top
    end
    local at, child = 1, 2
    while child <= n do
        if child < n and before(self[child + 1], self[child]) then
            child = child + 1
        end
        if not before(self[child], value) then
            break
        end
        self[at] = self[child]
        at = child
        child = at * 2
    end
    self[at] = value
    return top
end

local function sooner(a, b)
    return a.at < b.at or (a.at == b.at and a.id < b.id)
end

-- Events that each cause another one later.
local function simulate(nevents)
    local next_int = random(66)
    local heap = Heap.new(sooner)
    for id = 1, 200 do
        heap:push({ at = next_int(1000), id = id })
    end
    local check = 0
    for id = 201, nevents do
        local event = heap:pop()
        check = (check * 7 + event.at + event.id) % 1000003
        heap:push({ at = event.at + next_int(1000), id = id })
    end
    return check
end

bench(5, function()
    local next_int = random(55)
    local list = {}
    for i = 1, 80000 do
        list[i] = next_int(1000000)
    end
    heapsort(list)
    for i = 2, #list do
        assert(list[i - 1] <= list[i])
    end
    return string.format("%d %d %d", list[1], list[25000], simulate(50000))
end)
