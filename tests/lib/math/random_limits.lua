-- Ranges, seeds, wrong arguments.
math.randomseed(42)
local a, b, c = math.random(), math.random(10), math.random(-5, 5)
math.randomseed(42)
print(a == math.random(), b == math.random(10), c == math.random(-5, 5))
--> true	true	true
print(math.random(1, 1), math.random(7, 7), math.type(math.random(0)), math.random(math.mininteger, math.mininteger))
--> 1	7	integer	-9223372036854775808
for _ = 1, 100 do
    local x, y, z = math.random(), math.random(3), math.random(math.mininteger, math.maxinteger)
    assert(x >= 0 and x < 1 and y >= 1 and y <= 3 and math.type(z) == "integer")
end
print(pcall(math.random, 0, -1))
--> false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 2, 1))
--> false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 1, 2, 3))        --> false	wrong number of arguments
print(pcall(math.random, 1.5))
--> false	bad argument #1 to 'math.random' (number has no integer representation)
print(pcall(math.random, "x"))
--> false	bad argument #1 to 'math.random' (number expected, got string)
print(math.type(math.random(3.0)), math.random("1", "1")) --> integer	1
print(pcall(math.randomseed, "x"))
--> false	bad argument #1 to 'math.randomseed' (number expected, got string)
print(pcall(math.randomseed, 1.5))
--> false	bad argument #1 to 'math.randomseed' (number has no integer representation)
print(pcall(math.randomseed, 1 / 0))
--> false	bad argument #1 to 'math.randomseed' (number has no integer representation)
print(math.randomseed(7.0, "8"))          --> 7	8
