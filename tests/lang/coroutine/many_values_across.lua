-- Many values go in and out, nils among them.
local co = coroutine.wrap(function(...)
    local n = select("#", ...)
    while true do
        n = select("#", coroutine.yield(n, ...))
    end
end)
print(co(1, nil, 3, nil))                 --> 4	1	nil	3	nil
print((co(table.unpack({}, 1, 200))))     --> 200
print((co()))                             --> 0
local big = coroutine.wrap(function() return table.unpack({}, 1, 240) end)
print(select("#", big()))                 --> 240
local back = coroutine.wrap(function(...) return ..., select("#", coroutine.yield(...)) end)
print(select("#", back(table.unpack({}, 1, 100)))) --> 100
print(back(table.unpack({}, 1, 50)))      --> nil	50
