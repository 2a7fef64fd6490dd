-- A minor collection looks at the top of a deep stack only. Whatever way the
-- frames below come to run again, what they hold then is found.
local depth = 300

-- Each frame has a table of its own, and one from the frame that returned.
local function sum(k)
    local mine = {k}
    if k == 0 then return {0} end
    local got = sum(k - 1)
    local more = {got[1] + mine[1]}
    local again = {more[1]}
    return {again[1] + #got + #mine + #more - 3}
end
print(sum(depth)[1] == depth * (depth + 1) // 2)        --> true

local function by_error(k)
    local mine = {k}
    if k == 0 then error({"thrown"}) end
    if k % 50 ~= 0 then return (by_error(k - 1)) + 1 end
    local ok, e = pcall(by_error, k - 1)
    local keep, new = e, {k}
    local t = {}
    for i = 1, 5 do t[i] = {i} end
    if k < depth then error({keep[1] .. k, mine, new}) end
    return keep[1], mine[1] == new[1], #t
end
print(by_error(depth))               --> thrown50100150200250	true	5

-- A frame whose variables others change: closures, debug.setlocal.
local function changed(k, set)
    local mine, here = {k}, nil
    local function setter(v) here = v end
    if k == 0 then
        for i = 1, 20 do local t = {i} end
        for i = 1, #set do set[i]({i}) end
        for level = 2, 1 + depth do
            debug.setlocal(level, 3, {"local" .. level})
        end
        for i = 1, 20 do local t = {i} end
        return 0
    end
    set[#set + 1] = setter
    local n = changed(k - 1, set)
    for i = 1, 3 do local t = {i} end
    return n + (type(here) == "table" and #here or 0) +
           (type(mine[1]) == "string" and 1 or 0)
end
print(changed(depth, {}))            --> 600

local function varargs(k, ...)
    local a, b = ...
    if k == 0 then return ... end
    local r, s = varargs(k - 1, {k}, {b[1] + 1}, ...)
    return {r[1]}, {s[1]}, {}
end
local r, s = varargs(100, {0}, {0})
print(r[1], s[1])                    --> 1	100

local function tail(k, t, u)
    if k == 0 then
        for i = 1, 20 do local v = {i} end
        return t, u
    end
    local v = {u[1] + 1}
    return tail(k - 1, {t[1]}, v)
end
local function before_tail(k)
    if k > 0 then
        local x = {k}
        local t, u = before_tail(k - 1)
        return {t[1]}, {u[1] + (x[1] == k and 0 or 1)}
    end
    return tail(200, {7}, {0})
end
r, s = before_tail(100)
print(r[1], s[1])                    --> 7	200

local meta = {}
function meta.__index(t, k)
    local mine = {k}
    if k == 0 then return {0} end
    return {t[k - 1][1] + mine[1]}
end
function meta.__add(a, b)
    local mine = {b}
    if b == 0 then return {0} end
    local v = a + (b - 1)
    return {v[1] + #mine}
end
local object = setmetatable({}, meta)
print(object[60][1], (object + 60)[1])   --> 1830	60

local function sorted(k)
    local t = {{3}, {1}, {2}}
    table.sort(t, function(a, b)
        if k > 0 and a[1] == 1 then
            local inner = sorted(k - 1)
            assert(inner[1][1] == 1 and inner[3][1] == 3)
        end
        return a[1] < b[1]
    end)
    return t
end
print(sorted(4)[2][1])               --> 2

-- Coroutines that stop and go on deep inside.
local function deep(k, n)
    local mine = {k}
    if k == 0 then
        for i = 1, n do coroutine.yield({i}) end
        return {0}
    end
    local v = deep(k - 1, n)
    if k % 40 == 0 then coroutine.yield({-k}) end
    return {v[1] + mine[1]}
end
local cos, total = {}, 0
for i = 1, 5 do
    cos[i] = coroutine.wrap(deep)
end
for round = 1, 7 do
    for i = 1, 5 do
        local v = cos[i](120, 3)
        total = total + v[1]
        local t = {}
    end
end
print(total)                         --> 35130
local co = coroutine.create(deep)
for _ = 1, 4 do coroutine.resume(co, 120, 3) end
print(coroutine.close(co), coroutine.status(co))   --> true	dead

-- Closed variables on the way.
local log = {}
local function closing(k)
    local mine <close> = setmetatable({k}, {__close = function(self, e)
        local t = {self[1]}
        if t[1] % 50 == 0 then log[#log + 1] = t[1] end
    end})
    if k == 0 then return {1} end
    local v = closing(k - 1)
    return {v[1] + #mine}
end
print(closing(120)[1], table.concat(log, " "))   --> 121	0 50 100

-- The stack grows while a vararg function is replaced by another.
local function more(n, ...)
    if n == 0 then return select("#", ...), (...) end
    return more(n - 1, {n}, ...)
end
local function more_in_a_coroutine(n)
    return coroutine.wrap(function(...) return more(n, ...) end)({0})
end
for n = 10, 200, 10 do
    local count, first = more_in_a_coroutine(n)
    assert(count == n + 1 and first[1] == 1)
end
print((more(200)))                   --> 200
