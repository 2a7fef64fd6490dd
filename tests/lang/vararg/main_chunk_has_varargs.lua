-- tests/lang/vararg/main_chunk_has_varargs.lua
local f = load("local a, b = ... return b, a, select('#', ...)")
print(f(1, 2, 3))                       --> 2	1	3
print(load("return ...")("x", nil, "z"))  --> x	nil	z
print(select("#", ...))                 --> 0
print(select(2, load("function f() return ... end")))
--> [string "function f() return ... end"]:1: cannot use '...' outside a vararg function near '...'
