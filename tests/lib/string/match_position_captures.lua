-- tests/lib/string/match_position_captures.lua
print(("hello"):match("()ll()"), ("hello"):match("()"),
    ("hello"):match("()", 6), ("hello"):match("()", 7))  --> 3	1	6	nil
print(("abc"):match("(a)()(b)()"), ("  x"):match("^%s*()"))  --> a	3
for p, w in ("one two"):gmatch("()(%w+)") do print(p, w) end
--> 1	one
--> 5	two
print(("abc"):match("((a)(b))"), ("abc"):match("(a(b(c)))"))  --> ab	abc	bc	c
