-- examples/embed/use_vector.lua -- uses the module vector.c.

local vector = require "vector"

local v = vector.new { 1, 4, 9 }
print(v, #v, v[2])
print(v * 2 + v, 0.5 * v, v:dot(v))
print(v:map(math.sqrt))

v[1] = 100
print(v[1], vector.new(4, 0.5))

print(pcall(function() return v[4] end))
print(pcall(function() return v + vector.new(2) end))
print(pcall(function() return v + 1 end))

-- many of them: the collector takes care
local sum = vector.new(1000)
local ones = vector.new(1000, 1)
for _ = 1, 10000 do sum = sum + ones end
print(sum[1], sum:dot(ones))
