-- Results survive closing; each error replaces the one before.
local function res(f) return setmetatable({}, {__close = f}) end
local function results(n)
    local a <close> = res(function() return "ignored" end)
    return table.unpack({1, nil, 3, nil, 5}, 1, n)
end
print(results(5))                         --> 1	nil	3	nil	5
print(results(0), (results(3)))           --> nil	1
local seen = {}
print(pcall(function()                    --> false	from a
    for i = 1, 5 do end
    local a <close> = res(function(_, e) seen[#seen + 1] = "a:" .. tostring(e) error("from a", 0) end)
    local b <close> = res(function(_, e) seen[#seen + 1] = "b:" .. tostring(e) end)
    local c <close> = res(function(_, e) seen[#seen + 1] = "c:" .. tostring(e) error("from c", 0) end)
    error("first", 0)
end))
print(table.concat(seen, " "))            --> c:first b:from c a:from c
print(pcall(function() local a <close> = res(function() error {} end) return 1 end) == false)
--> true
print(select("#", pcall(function() local a <close> = res(function() error() end) end)))
--> 2
local co = coroutine.wrap(function()
    local a <close> = res(function() coroutine.yield "in close" end)
    return "result", nil, "last"
end)
print(co())                               --> in close
print(co())                               --> result	nil	last
