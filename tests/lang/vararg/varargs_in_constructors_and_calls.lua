-- Only the last expression is open.
local function two() return 1, 2 end
local function none() end
print(#{two(), two()}, #{(two())}, #{two(), nil}, #{none(), two()}, #{two(), x = 1, two()})
--> 3	1	1	3	3
print(select("#", two(), two()), select("#", none()), select("#", (none())), select("#", none(), none()), select("#", two(), none()))
--> 3	0	1	1	1
print(two(), two())                       --> 1	1	2
print((two()), two())                     --> 1	1	2
local function pass(...) return two(), ... end
print(pass(), pass("a", "b"))             --> 1	1	a	b
local t = {pass(nil, "x")}
print(#t == 3 or #t == 1, t[1], t[2], t[3]) --> true	1	nil	x
print(math.max(two()), math.max(two(), 5), ("%d %d"):format(two()), string.char(two()):byte(1, -1))
--> 2	5	1 2	1	2
local function set(...) local a, b, c <const> = ... a = a or "default" return a, b, c end
print(set(), set(1), set(1, 2, 3, 4))     --> default	1	1	2	3
print((set(nil, 2)))                      --> default
