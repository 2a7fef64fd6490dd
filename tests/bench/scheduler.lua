-- tests/bench/scheduler.lua -- many tasks taking turns, sleeping, messaging.
-- group: coroutine

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local Loop = {}
Loop.__index = Loop

function Loop.new()
    return setmetatable({ ready = {}, first = 1, last = 0, sleeping = {},
                          now = 0, switches = 0, nsleeping = 0 }, Loop)
end

function Loop:wake(task)
    self.last = self.last + 1
    self.ready[self.last] = task
end

function Loop:spawn(body, ...)
    local args = { ... }
    local task = coroutine.create(function()
        return body(self, args[1], args[2])
    end)
    self:wake(task)
    return task
end

function Loop:sleep(ticks)
    local at = self.now + ticks
    local list = self.sleeping[at]
    if not list then
        list = {}
        self.sleeping[at] = list
    end
    list[#list + 1] = coroutine.running()
    self.nsleeping = self.nsleeping + 1
    coroutine.yield()
end

function Loop:pause()
    self:wake(coroutine.running())
    coroutine.yield()
end

function Loop:advance()
    self.now = self.now + 1
    local list = self.sleeping[self.now]
    if list then
        self.sleeping[self.now] = nil
        self.nsleeping = self.nsleeping - #list
        for _, task in ipairs(list) do
            self:wake(task)
        end
    end
end

function Loop:run()
    while self.first <= self.last or self.nsleeping > 0 do
        while self.first <= self.last do
            local task = self.ready[self.first]
            self.ready[self.first] = nil
            self.first = self.first + 1
            self.switches = self.switches + 1
            assert(coroutine.resume(task))
        end
        self:advance()
    end
end

local Channel = {}
Channel.__index = Channel

function Channel.new(loop)
    return setmetatable({ loop = loop, items = {}, waiting = nil }, Channel)
end

function Channel:put(item)
    self.items[#self.items + 1] = item
    if self.waiting then
        self.loop:wake(self.waiting)
        self.waiting = nil
    end
end

-- Everything that has come, at least one item.
function Channel:get_all()
    while #self.items == 0 do
        self.waiting = coroutine.running()
        coroutine.yield()
    end
    local items = self.items
    self.items = {}
    return items
end

local function worker(loop, id, channel)
    local sum = 0
    for i = 1, 120 do
        sum = (sum * 3 + id + i) % 1009
        if i % 6 == 0 then
            channel:put(sum)
            loop:sleep(1 + sum % 5)
        else
            loop:pause()
        end
    end
    channel:put(false)
end

bench(5, function()
    local loop = Loop.new()
    local channel = Channel.new(loop)
    local nworkers, total, count = 2000, 0, 0
    for id = 1, nworkers do
        loop:spawn(worker, id, channel)
    end
    loop:spawn(function()
        local running = nworkers
        while running > 0 do
            for _, item in ipairs(channel:get_all()) do
                if item then
                    total, count = total + item, count + 1
                else
                    running = running - 1
                end
            end
        end
    end)
    loop:run()
    return string.format("%d messages, total %d, %d switches, time %d",
                         count, total, loop.switches, loop.now)
end)
