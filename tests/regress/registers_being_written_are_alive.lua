-- tests/regress/registers_being_written_are_alive.lua
local function mk(n)
    local a, b = {}, {}
    local t = {f = {}, g = {}, {1}, {2}, {3}}
    local c = function() return a, b, n, t end
    return c
end
for i = 1, 50 do
    local c = mk(i)
    local a, b, n, t = c()
    assert(type(a) == "table" and type(b) == "table" and n == i and #t == 3 and t[1][1] == 1)
end
local function va(...)
    local a, b = ...
    return select("#", ...), a, b, (select(-1, ...))
end
for i = 1, 50 do
    local t = {}
    for k = 1, i * 3 do t[k] = {k} end
    local n, a, b, z = va(table.unpack(t))
    assert(n == i * 3 and a[1] == 1 and b[1] == 2 and z[1] == n)
end
local co = coroutine.wrap(function(...)
    local n, a, b, z = va(...)
    while true do n, a, b, z = va(coroutine.yield(n, a, b, z)) end
end)
for i = 1, 30 do
    local t = {}
    for k = 1, i * 3 do t[k] = {k} end
    local n, a, b, z = co(table.unpack(t))
    assert(n == i * 3 and a[1] == 1 and b[1] == 2 and z[1] == n)
end
local function iter(s, c) if c < 3 then local v = {c} return c + 1, v, {v} end end
for k, v, w in setmetatable({}, {__call = function(self, s, c) return iter(s, c) end}), nil, 0 do
    assert(v[1] == k - 1 and w[1] == v)
end
local obj = setmetatable({}, {__index = {m = function(self, x) assert(self.tag == nil) return self, x end}})
for i = 1, 20 do local s, x = obj:m({i}) assert(s == obj and x[1] == i) end
print "ok" --> ok
