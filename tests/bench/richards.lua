-- tests/bench/richards.lua -- a simulated kernel: tasks, packets, methods.
-- group: object

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- Tasks of four classes pass packets; the scheduler always runs the ready
-- task of the highest priority.

local Task = {}
Task.__index = Task

function Task.new(class, name, priority)
    return setmetatable({
        name = name, priority = priority, inbox = nil, last = nil,
        held = false, runs = 0,
    }, class)
end

local function subclass()
    local class = setmetatable({}, { __index = Task })
    class.__index = class
    return class
end

function Task:is_ready()
    return not self.held and self.inbox ~= nil
end

function Task:put(packet)
    packet.next = nil
    if self.inbox then
        self.last.next = packet
    else
        self.inbox = packet
    end
    self.last = packet
end

function Task:take()
    local packet = self.inbox
    if packet then
        self.inbox = packet.next
        packet.next = nil
    end
    return packet
end

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler.new()
    return setmetatable({ tasks = {}, by_name = {}, switches = 0,
                          sent = 0 }, Scheduler)
end

function Scheduler:add(task)
    local tasks = self.tasks
    local at = #tasks + 1
    while at > 1 and tasks[at - 1].priority < task.priority do
        tasks[at] = tasks[at - 1]
        at = at - 1
    end
    tasks[at] = task
    self.by_name[task.name] = task
    return task
end

function Scheduler:send(packet, name)
    self.sent = self.sent + 1
    packet.to = name
    self.by_name[name]:put(packet)
end

function Scheduler:pick()
    for _, task in ipairs(self.tasks) do
        if task:is_ready() then
            return task
        end
    end
    return nil
end

function Scheduler:run(limit)
    local task = self:pick()
    while task and self.switches < limit do
        self.switches = self.switches + 1
        task.runs = task.runs + 1
        task:run(self)
        task = self:pick()
    end
end

local Idle = subclass()

-- Wakes one device now and then; always has its own packet waiting.
function Idle:run(kernel)
    local packet = self:take()
    self.count = (self.count or 0) + 1
    local name = self.count % 3 == 0 and "disk" or "net"
    kernel.by_name[name].held = false
    kernel:send(packet, "idle")
end

local Device = subclass()

function Device:run(kernel)
    local packet = self:take()
    self.held = true
    kernel:send(packet, packet.from)
end

local Worker = subclass()

function Worker:run(kernel)
    local packet = self:take()
    local sum = self.sum or 0
    for i = 1, #packet.data do
        sum = (sum * 31 + packet.data[i]) % 65521
        packet.data[i] = sum % 256
    end
    self.sum = sum
    kernel:send(packet, sum % 2 == 0 and "first" or "second")
end

local Handler = subclass()

function Handler:run(kernel)
    local packet = self:take()
    packet.hops = packet.hops + 1
    packet.from = self.name
    if packet.hops % 3 == 0 then
        kernel:send(packet, "worker")
    else
        kernel:send(packet, packet.hops % 2 == 0 and "disk" or "net")
    end
end

bench(5, function()
    local next_int = random(99)
    local kernel = Scheduler.new()
    local tasks = {
        kernel:add(Idle:new("idle", 0)),
        kernel:add(Worker:new("worker", 1000)),
        kernel:add(Handler:new("first", 2000)),
        kernel:add(Handler:new("second", 3000)),
        kernel:add(Device:new("disk", 4000)),
        kernel:add(Device:new("net", 5000)),
    }
    kernel:send({ hops = 0, data = {} }, "idle")
    for i = 1, 12 do
        local packet = { hops = i, from = "first", data = {} }
        for j = 1, 4 do
            packet.data[j] = next_int(256)
        end
        kernel:send(packet, i % 2 == 0 and "worker" or "first")
    end
    kernel:run(140000)
    local runs = {}
    for i, task in ipairs(tasks) do
        runs[i] = task.name .. "=" .. task.runs
    end
    return table.concat(runs, " ") .. " sent=" .. kernel.sent
end)
