-- tests/bench/gc/weak_tables.lua -- a million weak values, keys, ephemerons
local n = tonumber(arg and arg[1]) or 1000000
local values = setmetatable({}, {__mode = "v"})
local keys = setmetatable({}, {__mode = "k"})
local strong = {}
for i = 1, n do
    local object = {i}
    values[i] = object
    keys[object] = {object}
    if i % 2 == 0 then
        strong[#strong + 1] = object
    end
end
for _ = 1, 3 * n do
    local t = {{}, {}}
end
local count = 0
for _ in pairs(values) do
    count = count + 1
end
print(count >= n // 2, #strong)
