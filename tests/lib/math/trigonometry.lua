-- tests/lib/math/trigonometry.lua
local function f(x) return ("%.6f"):format(x) end
print(f(math.sin(1)), f(math.cos(1)), f(math.tan(1)), math.sin(0), math.cos(0))
--> 0.841471	0.540302	1.557408	0.0	1.0
print(f(math.asin(1)), f(math.acos(0)), f(math.atan(1)), f(math.atan(1, -1)),
    f(math.atan(-1, -1)))
--> 1.570796	1.570796	0.785398	2.356194	-2.356194
print(math.atan(0, 1), math.atan(-0.0, 1), f(math.atan(0, -1)),
    f(math.atan(1, 0)))                 --> 0.0	-0.0	3.141593	1.570796
print(f(math.deg(math.pi)), f(math.rad(180)), math.deg(0), math.rad(0))
--> 180.000000	3.141593	0.0	0.0
print(pcall(math.sin, "x"))
--> false	bad argument #1 to 'math.sin' (number expected, got string)
