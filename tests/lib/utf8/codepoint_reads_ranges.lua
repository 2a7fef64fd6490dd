-- tests/lib/utf8/codepoint_reads_ranges.lua
print(utf8.codepoint("h\u{e9}\u{20ac}", 1, -1))  --> 104	233	8364
print(utf8.codepoint("abc"), utf8.codepoint("abc", 2),
    utf8.codepoint("abc", -1))          --> 97	98	99
print(utf8.codepoint("abc", 3, 2), select("#", utf8.codepoint("", 1, 0)))
--> nil	0
print(pcall(utf8.codepoint, "abc", 4))
--> false	bad argument #3 to 'utf8.codepoint' (out of bounds)
print(pcall(utf8.codepoint, "abc", 1, 4))
--> false	bad argument #3 to 'utf8.codepoint' (out of bounds)
print(pcall(utf8.codepoint, "\xff"))    --> false	invalid UTF-8 code
print(pcall(utf8.codepoint, "h\u{e9}", 3))  --> false	invalid UTF-8 code
print(pcall(utf8.codepoint, "\u{7FFFFFFF}"))  --> false	invalid UTF-8 code
print(utf8.codepoint("\u{7FFFFFFF}", 1, 1, true), utf8.codepoint("\u{10FFFF}"))
--> 2147483647	1114111
print(pcall(utf8.codepoint, ""))
--> false	bad argument #3 to 'utf8.codepoint' (out of bounds)
