-- tests/bench/queue.lua -- first in, first out: indices, search, insert.
-- group: table

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local Queue = {}
Queue.__index = Queue

function Queue.new()
    return setmetatable({ first = 1, last = 0 }, Queue)
end

function Queue:push(value)
    local last = self.last + 1
    self.last = last
    self[last] = value
end

function Queue:pop()
    local first = self.first
    if first > self.last then
        return nil
    end
    local value = self[first]
    self[first] = nil
    self.first = first + 1
    return value
end

-- Shortest ways through a grid with walls, by breadth first search.
local function search(width, height)
    local next_int = random(555)
    local distance, wall = {}, {}
    for cell = 1, width * height do
        wall[cell] = next_int(10) <= 3 and cell > 2 * width
    end
    local start = 1
    wall[start] = false
    distance[start] = 0
    local queue = Queue.new()
    queue:push(start)
    local reached, farthest = 0, 0
    local function visit(cell, steps)
        if not wall[cell] and not distance[cell] then
            distance[cell] = steps
            queue:push(cell)
        end
    end
    local cell = queue:pop()
    while cell do
        local steps = distance[cell]
        reached, farthest = reached + 1, steps
        local column = (cell - 1) % width
        if column > 0 then visit(cell - 1, steps + 1) end
        if column < width - 1 then visit(cell + 1, steps + 1) end
        if cell > width then visit(cell - width, steps + 1) end
        if cell <= width * (height - 1) then
            visit(cell + width, steps + 1)
        end
        cell = queue:pop()
    end
    return reached, farthest
end

-- Customers at several counters, served in turn.
local function serve(ncustomers, ncounters)
    local next_int = random(8)
    local counters, waited = {}, 0
    for i = 1, ncounters do
        counters[i] = Queue.new()
    end
    for now = 1, ncustomers do
        counters[next_int(ncounters)]:push({ since = now, id = now })
        local customer = counters[now % ncounters + 1]:pop()
        if customer then
            waited = waited + now - customer.since
        end
    end
    return waited
end

-- Short lists shifted by table.insert and table.remove.
local function shifting(nsteps)
    local list, sum = {}, 0
    for i = 1, nsteps do
        table.insert(list, 1, i)
        table.insert(list, i)
        if #list > 16 then
            sum = (sum + table.remove(list, 1) + table.remove(list)) % 65521
        end
    end
    return sum
end

bench(6, function()
    local reached, farthest = search(300, 200)
    return string.format("reached %d, farthest %d, waited %d, shifted %d",
                         reached, farthest, serve(80000, 12),
                         shifting(60000))
end)
