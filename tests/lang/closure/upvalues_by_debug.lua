-- upvalueid, upvaluejoin and setupvalue see the same cells.
local a, b = 1, 2
local function fa() return a end
local function fb() return b end
local function fab() return a, b end
print(debug.upvalueid(fa, 1) == debug.upvalueid(fab, 1), debug.upvalueid(fb, 1) == debug.upvalueid(fab, 2),
--> true	true	false
    debug.upvalueid(fa, 1) == debug.upvalueid(fb, 1))
debug.upvaluejoin(fa, 1, fb, 1)
print(fa(), fb(), fab())                  --> 2	2	1	2
b = 20
print(fa(), fab())                        --> 20	1	20
print(debug.setupvalue(fa, 1, 30), b, fb()) --> a	30	30
print(debug.getupvalue(fab, 1), debug.getupvalue(fab, 2)) --> a	b	30
print(debug.getupvalue(fab, 3), debug.setupvalue(fab, 3, 1), debug.upvalueid(fab, 3))
--> nil	nil	nil
print(pcall(debug.upvaluejoin, fa, 5, fb, 1))
--> false	bad argument #2 to 'debug.upvaluejoin' (invalid upvalue index)
print(debug.getupvalue(string.rep, 1), (debug.getupvalue(load "return x", 1)))
--> nil	_ENV
