-- tests/lib/base/select_negative_and_hash.lua
print(select("#"), select("#", nil), select("#", 1, 2))  --> 0	1	2
print(select(1), (select(-1, "x")), select(-2, "a", "b", "c"))  --> nil	x	b	c
print(select(2, 1, 2, 3))               --> 2	3
print(select(10, 1, 2))                 -->
print(pcall(select))
--> false	bad argument #1 to 'select' (number expected, got no value)
print(pcall(select, 0))
--> false	bad argument #1 to 'select' (index out of range)
print(pcall(select, -1))
--> false	bad argument #1 to 'select' (index out of range)
print(pcall(select, {}))
--> false	bad argument #1 to 'select' (number expected, got table)
print(pcall(select, 1.5, 1))
--> false	bad argument #1 to 'select' (number has no integer representation)
print(select(2.0, "a", "b"), select("1", "x"))  --> b	x
