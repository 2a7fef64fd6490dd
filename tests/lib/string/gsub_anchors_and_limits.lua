-- tests/lib/string/gsub_anchors_and_limits.lua
print(("hello hello"):gsub("^hello", "bye"))  --> bye hello	1
print(("hello"):gsub("o$", "0"), ("a$b"):gsub("$b", "!"))  --> hell0	a!	1
print(("aaa"):gsub("a", "b", 2), ("aaa"):gsub("a", "b", -1),
    ("aaa"):gsub("a", "b", 100))        --> bba	aaa	bbb	3
print(("abc"):gsub(".", {a = 1, b = 2.5}))  --> 12.5c	3
print(("abc"):gsub("x*", "-"))          --> -a-b-c-	4
print(("\0a\0"):gsub("%z", "0"))        --> 0a0	2
print((("x"):rep(1000)):gsub("x", "yy"):len())  --> 2000
print(pcall(string.gsub, "x", "x", "y", "z"))
--> false	bad argument #4 to 'string.gsub' (number expected, got string)
