-- Weak keys whose values lead to other keys.
local e = setmetatable({}, {__mode = "k"})
local first = {}
local k = first
for i = 1, 20 do
    local nextk = {i}
    e[k] = nextk
    k = nextk
end
k = nil
collectgarbage()
local n = 0
for _ in pairs(e) do n = n + 1 end
local walk, steps = first, 0
while e[walk] do walk = e[walk] steps = steps + 1 end
print(n, steps)                           --> 20	20
first, walk = nil
collectgarbage()
print(next(e))                            --> nil
local a, b = {}, {}
e[a] = b
e[b] = a
a, b = nil
collectgarbage()
print(next(e))                            --> nil
