-- tests/lib/math/random_is_reproducible.lua
local function draw() return math.random(1000000), math.random(0),
    math.random() end
math.randomseed(123)
local a, b, c = draw()
math.randomseed(123)
local d, e, f = draw()
print(a == d, b == e, c == f)           --> true	true	true
math.randomseed(123, 456)
local g = math.random(0)
math.randomseed(123, 456)
print(g == math.random(0))              --> true
math.randomseed(123, 457)
print(g == math.random(0))              --> false
math.randomseed(42)
print(math.random(1000), math.random(1000), math.random(1000))  --> 742	50	332
math.randomseed(42, 0)
print(math.random(1, 100), ("%.10f"):format(math.random()), math.random(0))
--> 50	0.5468831124	-3807604385970496171
print(select("#", math.randomseed(7)))  --> 2
math.randomseed()
print(pcall(math.randomseed, "x"))
--> false	bad argument #1 to 'math.randomseed' (number expected, got string)
