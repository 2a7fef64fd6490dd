-- tests/bench/havlak.lua -- loops of a flow graph: depth first, union-find.
-- group: object

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local Block = {}
Block.__index = Block

local Graph = {}
Graph.__index = Graph

function Graph.new()
    return setmetatable({ blocks = {} }, Graph)
end

function Graph:block()
    local new = setmetatable({ id = #self.blocks + 1, succs = {},
                               preds = {} }, Block)
    self.blocks[new.id] = new
    return new
end

function Block:to(other)
    table.insert(self.succs, other)
    table.insert(other.preds, self)
    return other
end

-- Structured code: each builder returns the block where control leaves.
local function diamond(graph, from)
    local left, right, join = graph:block(), graph:block(), graph:block()
    from:to(left):to(join)
    from:to(right):to(join)
    return join
end

local function nest(graph, from, depth)
    local head = from:to(graph:block())
    local body = diamond(graph, head)
    if depth > 0 then
        body = nest(graph, body, depth - 1)
        body = nest(graph, body, depth - 1)
    end
    body:to(head)
    return head:to(graph:block())
end

-- What the analysis knows about a block.
local Info = {}
Info.__index = Info

function Info.new(block, number)
    local new = setmetatable({ block = block, number = number,
                               last = number, header = nil,
                               is_loop = false }, Info)
    new.parent = new
    return new
end

function Info:find()
    local root = self
    while root.parent ~= root do
        root = root.parent
    end
    local at = self
    while at ~= root do
        at.parent, at = root, at.parent
    end
    return root
end

function Info:is_above(other)
    return self.number <= other.number and other.number <= self.last
end

local Finder = {}
Finder.__index = Finder

function Finder.new()
    return setmetatable({ infos = {}, of = {} }, Finder)
end

function Finder:number(block)
    local info = Info.new(block, #self.infos + 1)
    self.infos[info.number] = info
    self.of[block] = info
    for _, succ in ipairs(block.succs) do
        if not self.of[succ] then
            self:number(succ)
        end
    end
    info.last = #self.infos
end

-- Gather the body of the loop at `head`, from its back edges upwards.
function Finder:collect(head, todo)
    local seen = {}
    for _, info in ipairs(todo) do
        seen[info] = true
    end
    local at = 1
    while todo[at] do
        local info = todo[at]
        for _, pred in ipairs(info.block.preds) do
            local root = self.of[pred]:find()
            if root ~= head and not seen[root] and head:is_above(root) then
                seen[root] = true
                todo[#todo + 1] = root
            end
        end
        at = at + 1
    end
    return todo
end

function Finder:loops()
    local count = 0
    for number = #self.infos, 1, -1 do
        local head = self.infos[number]
        local sources = {}
        for _, pred in ipairs(head.block.preds) do
            local info = self.of[pred]
            if head:is_above(info) then
                sources[#sources + 1] = info:find()
            end
        end
        if #sources > 0 then
            count = count + 1
            head.is_loop = true
            for _, info in ipairs(self:collect(head, sources)) do
                info.header, info.parent = head, head
            end
        end
    end
    return count
end

function Finder:depths()
    local sum = 0
    for _, info in ipairs(self.infos) do
        local depth = info.is_loop and 1 or 0
        local at = info.header
        while at do
            depth = depth + 1
            at = at.header
        end
        sum = sum + depth
    end
    return sum
end

bench(5, function()
    local nblocks, nloops, ndepths = 0, 0, 0
    for depth = 0, 7 do
        local graph = Graph.new()
        local entry = graph:block()
        local last = entry
        for _ = 1, 2 ^ (9 - depth) do
            last = nest(graph, last, depth)
        end
        local finder = Finder.new()
        finder:number(entry)
        nloops = nloops + finder:loops()
        nblocks = nblocks + #graph.blocks
        ndepths = ndepths + finder:depths()
    end
    return string.format("blocks %d, loops %d, depths %d",
                         nblocks, nloops, ndepths)
end)
