-- tests/bench/lru.lua -- a cache that forgets the least recently used.
-- group: table

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- Entries are in a table by key and in a ring by age; the ring's own node
-- stands between the newest (next) and the oldest (prev).
local Cache = {}
Cache.__index = Cache

function Cache.new(capacity, load)
    local ring = {}
    ring.next, ring.prev = ring, ring
    return setmetatable({ capacity = capacity, size = 0, entries = {},
                          ring = ring, load = load, hits = 0,
                          misses = 0 }, Cache)
end

local function unlink(entry)
    entry.prev.next = entry.next
    entry.next.prev = entry.prev
end

function Cache:to_front(entry)
    local ring = self.ring
    entry.prev, entry.next = ring, ring.next
    ring.next.prev = entry
    ring.next = entry
end

function Cache:evict()
    local oldest = self.ring.prev
    unlink(oldest)
    self.entries[oldest.key] = nil
    self.size = self.size - 1
end

function Cache:get(key)
    local entry = self.entries[key]
    if entry then
        self.hits = self.hits + 1
        unlink(entry)
        self:to_front(entry)
        return entry.value
    end
    self.misses = self.misses + 1
    entry = { key = key, value = self.load(key) }
    self.entries[key] = entry
    self.size = self.size + 1
    self:to_front(entry)
    if self.size > self.capacity then
        self:evict()
    end
    return entry.value
end

function Cache:forget(key)
    local entry = self.entries[key]
    if entry then
        unlink(entry)
        self.entries[key] = nil
        self.size = self.size - 1
    end
end

local names = {}
for i = 1, 4000 do
    names[i] = "/page/" .. i
end

bench(5, function()
    local next_int = random(2020)
    local pages = Cache.new(500, function(name) return #name end)
    local squares = Cache.new(300, function(n) return n * n end)
    local sum = 0
    for i = 1, 70000 do
        local n = next_int(next_int(4000))
        sum = (sum + pages:get(names[n])) % 1000003
        if i % 4 == 0 then
            sum = (sum + squares:get(n % 700)) % 1000003
        end
        if i % 50 == 0 then
            pages:forget(names[n])
        end
    end
    return string.format("sum %d, hits %d and %d, misses %d, size %d", sum,
                         pages.hits, squares.hits, pages.misses, pages.size)
end)
