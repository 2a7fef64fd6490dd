-- One constructor whose tables get other fields each time.
local function new(i)
    local t = {}
    for j = 1, i % 7 do t["f" .. j] = j end
    if i % 2 == 0 then t[1] = i else t[1] = i + 0.5 end
    return t
end
local sum = 0
for i = 1, 500 do
    local t = new(i)
    for k, v in pairs(t) do sum = sum + v end
end
print(sum)                                --> 129361.0
local function pair(a, b) return {first = a, second = b} end
local ps = {}
for i = 1, 50 do
    local p = pair(i, i % 3 == 0 and nil or i)
    if i % 5 == 0 then p.third = i end
    ps[i] = p
end
print(ps[3].second, ps[4].second, ps[5].third, ps[15].second, ps[15].third, ps[6].third)
--> 3	4	5	15	15	nil
