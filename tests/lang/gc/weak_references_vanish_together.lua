-- All weak references to an object vanish at one instant, whatever kind of
-- table they are in, although each table is cleared piece after piece.
local n = 12000

local function weak(mode)
    return setmetatable({}, {__mode = mode})
end

local list, map, names, keys, both, few =
    weak "v", weak "v", weak "v", weak "k", weak "kv", {}

local function fill()
    for i = 1, n do
        local o = {i}
        list[i] = o                  -- an array
        map[i * 1000.5] = o          -- a dictionary
        names["name" .. i] = o       -- ... of strings
        keys[o] = {o}                -- an ephemeron
        both[o] = o
        if i % 100 == 0 then         -- fields
            few[i // 100] = setmetatable({o = o, p = 1}, {__mode = "v"})
        end
    end
end

-- Is anything to be seen of object i?
local function seen(i)
    return list[i] ~= nil or map[i * 1000.5] ~= nil or
           names["name" .. i] ~= nil or
           (i % 100 == 0 and few[i // 100].o ~= nil)
end

local function count(t)
    local c = 0
    for _ in pairs(t) do c = c + 1 end
    return c
end

-- What is there when the first object is missed: nothing but what was asked
-- for before, since that made it live on.
local function look(first_missed)
    local asked = n - first_missed
    for i = 1, first_missed do
        if seen(i) then return "object " .. i .. " is still there" end
    end
    for _, t in ipairs {list, map, names, keys, both} do
        local c = count(t)
        if c > asked then return "entries: " .. c .. " of " .. asked end
    end
    for i = 1, #few do
        if few[i].p ~= 1 then return "a field went" end
    end
    local len = #list
    if len > 0 and list[len] == nil or list[len + 1] ~= nil then
        return "no border: " .. len
    end
    return "together"
end

collectgarbage()
collectgarbage("stop")
local result = {}
for round = 1, 3 do
    fill()
    local probe, steps = n, 0
    repeat -- one object is asked for between two steps
        collectgarbage("step", 1)
        steps = steps + 1
        local here = seen(probe)
        if here then probe = probe - 1 end
    until not here or probe == 0
    result[round] = look(probe)
    for _ = 1, steps % 7 do collectgarbage("step", 1) end
    result[round] = result[round] .. ", " .. look(probe)
    collectgarbage()
    collectgarbage("stop")
end
for round = 1, 3 do
    print(result[round])
end
--> together, together
--> together, together
--> together, together
print(count(list), count(map), count(names), count(keys), count(both))
--> 0	0	0	0	0
