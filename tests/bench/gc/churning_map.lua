-- tests/bench/gc/churning_map.lua -- a map of half a million keys that come
-- and go
local n = tonumber(arg and arg[1]) or 500000
local map, x = {}, 1
for i = 1, n do
    map["k" .. i] = {i}
end
for i = 1, 4 * n do
    x = (x * 1103515245 + 12345) % 2147483648
    map["k" .. x % n] = nil
    map["n" .. i % n] = {i}
end
local count = 0
for _ in pairs(map) do
    count = count + 1
end
print(count)
