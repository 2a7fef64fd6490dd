-- tests/lang/vararg/select_and_count.lua
local function n(...) return select("#", ...) end
print(n(), n(nil), n(1, nil), n(nil, nil, nil))  --> 0	1	2	3
print(select(2, "a", "b", "c"), select(-1, "a", "b", "c"))  --> b	c
print((select(2, "a", "b", "c")))       --> b
print(select(4, "a", "b", "c"))         -->
print(pcall(select, 0, "a"))
--> false	bad argument #1 to 'select' (index out of range)
print(pcall(select, -5, "a"))
--> false	bad argument #1 to 'select' (index out of range)
print(pcall(select, "x"))
--> false	bad argument #1 to 'select' (number expected, got string)
print(select("2", "a", "b"))            --> b
