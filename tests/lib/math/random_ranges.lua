-- tests/lib/math/random_ranges.lua
math.randomseed(42)
local ok = true
for i = 1, 200 do
    local x, d, r = math.random(), math.random(6), math.random(-3, 3)
    ok = ok and x >= 0 and x < 1 and d >= 1 and d <= 6 and r >= -3 and r <= 3
    ok = ok and math.type(d) == "integer" and math.type(x) == "float"
end
print(ok, math.random(5, 5), math.random(1))  --> true	5	1
print(math.type(math.random(0)), math.random(math.mininteger,
    math.maxinteger) ~= nil)            --> integer	true
print(pcall(math.random, 0, -1))
--> false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 2, 1))
--> false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, -1))
--> false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 1, 2, 3))      --> false	wrong number of arguments
print(pcall(math.random, 1.5))
--> false	bad argument #1 to 'math.random' (number has no integer representation)
print(math.random(3.0) <= 3, pcall(math.random, math.huge))
--> true	false	bad argument #1 to 'math.random' (number has no integer representation)
