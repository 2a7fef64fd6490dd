-- Steps known and not known when compiling.
local function run(a, b, c) local n, last = 0 for i = a, b, c do n = n + 1 last = i end return n, last end
print(run(1, 10, 3), run(10, 1, -3), run(1, 1, 5), run(2, 1, 1))
--> 4	4	1	0	nil
local n = 0
for i = 10, 1, -1 do n = n + i end
for i = 1, 10, 2 do n = n + i end
for i = 1.0, 2, 0.5 do n = n + i end
print(n)                                  --> 84.5
for i = math.mininteger, math.mininteger + 2 do n = i end
print(n)                                  --> -9223372036854775806
local s = 2
for i = 1, 6, s do s = 100 n = i end
print(n, s)                               --> 5	100
