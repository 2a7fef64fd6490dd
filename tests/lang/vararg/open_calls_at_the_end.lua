-- Open results meet fixed ones in every place.
local function f(...) return ... end
local function n(...) return select("#", ...) end
print(n(f()), n(f(), f()), n(f(1, 2), f(1, 2)), n((f(1, 2))), n(f(f(1, 2), f(3))))
--> 0	1	3	1	2
print(#{f(1, 2), f(1, 2)}, #{f(1, 2), (f(1, 2))}, #{(f())} == 0)
--> 3	2	true
local a, b, c = f(1), f(2, 3)
print(a, b, c)                            --> 1	2	3
a, b, c = f(1, 2), nil, f(3, 4)
print(a, b, c)                            --> 1	nil	3
print(pcall(f, f(1, 2)), (pcall(f)))      --> true	true
print((f(1, 2)), f(f(), 1), -f(1, 2), f(1, 2) + f(3, 4), f"x", #f{1, 2})
--> 1	nil	-1	4	x	2
return f(1, 2)
