-- Weak tables are read, written, emptied, grown and given other metatables
-- between the steps of a collection: what has a strong reference never goes,
-- tables agree about what is there, and in the end the rest is gone.
local seed = 42
local function random(m)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % m + 1
end

local function weak(mode)
    return setmetatable({}, {__mode = mode})
end

local n = 400
local strong, kept = {}, 0
local list, map, named, keys, eph, both =
    weak "v", weak "v", weak "v", weak "k", weak "k", weak "kv"

local function put(i, blindly)
    if not blindly and list[i] then return end
    local o = {i}
    list[i] = o
    map[-i] = o
    named["n" .. i] = o
    keys[o] = i
    eph[o] = {o}
    both[o] = o
    if random(2) == 1 then strong[i] = o else strong[i] = nil end
end

local function check(i)
    local o = list[i]
    assert(map[-i] == o and named["n" .. i] == o, "two tables, two answers")
    assert(strong[i] == nil or strong[i] == o, "one that is used has gone")
    if o then
        assert(o[1] == i and keys[o] == i and eph[o][1] == o and both[o] == o)
    end
end

local function border(t)
    local len = rawlen(t)
    assert((len == 0 or t[len] ~= nil) and t[len + 1] == nil, "no border")
end

local function walk(t)
    for _, v in pairs(t) do
        assert(v == true or list[v[1]] == v)
    end
end

-- An object taken out of list without looking may still be a key.
local function walk_keys(t)
    for k in pairs(t) do
        local other = list[k[1]]
        assert(other == nil or other[1] == k[1])
    end
end

local things = {
    function() put(random(n)) end,
    function() strong[random(n)] = nil end,
    function() check(random(n)) end,
    function() check(random(n)) end,
    function() border(list) end,
    function() for i, o in ipairs(list) do assert(o[1] == i) end end,
    function() walk(list) walk(map) walk(named) end,
    function() walk_keys(keys) walk_keys(eph) walk_keys(both) end,
    function() put(random(n), true) end,
    function() -- a slot is emptied, without looking
        local i = random(n)
        local o = strong[i]
        strong[i], list[i], map[-i], named["n" .. i] = nil, nil, nil, nil
        if o then keys[o], eph[o], both[o] = nil, nil, nil end
    end,
    function() -- the last ones
        local i = rawlen(list)
        strong[i], list[i], map[-i], named["n" .. i] = nil, nil, nil, nil
    end,
    function() -- more keys: tables are built again
        for k = 1, 40 do
            map["more" .. k] = true
            named[-k] = true
            named["m" .. random(1000)] = k
        end
        for k in pairs(named) do
            if type(named[k]) ~= "table" then named[k] = nil end
        end
        for k = 1, 40 do map["more" .. k] = nil end
    end,
    function() -- no metatable, for a moment
        local mt = getmetatable(list)
        setmetatable(list, nil)
        border(list)
        for i = 1, n do
            assert(list[i] == nil or list[i][1] == i)
        end
        setmetatable(list, mt)
    end,
    function() getmetatable(map).__mode = nil end,
    function() getmetatable(map).__mode = "v" end,
}

for i = 1, n do put(i) end
for _ = 1, 2000 do
    things[random(#things)]()
    if random(3) == 1 then collectgarbage("step", random(3) - 1) end
end
getmetatable(map).__mode = "v"
collectgarbage()
collectgarbage()
local left, wrong = 0, 0
for i = 1, n do
    check(i)
    if (list[i] ~= nil) ~= (strong[i] ~= nil) then wrong = wrong + 1 end
    if list[i] then left = left + 1 end
end
for _, t in ipairs {keys, eph, both} do
    local c = 0
    for _ in pairs(t) do c = c + 1 end
    if c ~= left then wrong = wrong + 1 end
end
print(left > 0, wrong)               --> true	0
