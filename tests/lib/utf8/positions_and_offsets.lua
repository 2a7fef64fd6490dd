-- len, offset and codepoint with positions of all kinds.
local s = "aä€x"
print(utf8.len(s), utf8.len(s, 2), utf8.len(s, -1), utf8.len(s, 3), utf8.len("", 1), utf8.len(s, 8), utf8.len(s, 4, 3))
--> 4	3	1	nil	0	0	0
print(utf8.offset(s, 1), utf8.offset(s, 2), utf8.offset(s, 3), utf8.offset(s, 4), utf8.offset(s, 5), utf8.offset(s, 6))
--> 1	2	4	7	8	nil
print(utf8.offset(s, -1), utf8.offset(s, -2), utf8.offset(s, -4), utf8.offset(s, -5), utf8.offset(s, 0, 3), utf8.offset(s, 0, 5), utf8.offset(s, 0))
--> 7	4	1	nil	2	4	1
print(utf8.offset(s, 1, 4), utf8.offset(s, 2, 2), utf8.offset("", 1), utf8.offset("", 0), utf8.offset("", 2))
--> 4	4	1	1	nil
print(pcall(utf8.offset, s, 1, 3))
--> false	initial position is a continuation byte
print(pcall(utf8.offset, s, 1, 10))
--> false	bad argument #3 to 'utf8.offset' (position out of bounds)
print(pcall(utf8.len, s, 9))
--> false	bad argument #2 to 'utf8.len' (initial position out of bounds)
print(pcall(utf8.len, s, 1, 10))
--> false	bad argument #3 to 'utf8.len' (final position out of bounds)
print(utf8.codepoint(s, 1, -1))           --> 97	228	8364	120
print(utf8.codepoint(s, 2), utf8.codepoint(s, -1), utf8.codepoint(s, 4, 3))
--> 228	120
print(pcall(utf8.codepoint, s, 3))        --> false	invalid UTF-8 code
print(pcall(utf8.codepoint, s, 0))
--> false	bad argument #2 to 'utf8.codepoint' (out of bounds)
print(utf8.char(), utf8.char(0) == "\0", utf8.char(97, 98)) --> 	true	ab
