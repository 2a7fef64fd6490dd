-- tests/lib/string/match_init_positions.lua
print(("hello"):match("l", 4), ("hello"):match("l", 5),
    ("hello"):match(".", -1), ("hello"):match("^l", 3))  --> l	nil	o	l
print(("hello"):match("", 6), ("hello"):match("", 7),
    ("hello"):match(".", 100), ("hello"):match("h", -100))  --> 	nil	nil	h
print(("abc"):match("^b", 2), ("abc"):find("^b", 2), ("a\nb"):match("^b", 3))
--> b	2	b
print(pcall(string.match, "x", "x", 1.5))
--> false	bad argument #3 to 'string.match' (number has no integer representation)
