-- tests/lib/utf8/len_counts_or_points.lua
print(utf8.len("abc"), utf8.len("\u{e9}\u{20ac}"), utf8.len(""),
    utf8.len("\0a"))                    --> 3	2	0	2
print(utf8.len("abc\xff"), utf8.len("\x80abc"), utf8.len("ab\xe2\x82"))
--> nil	nil	nil	3
print(utf8.len("h\u{e9}llo", 2), utf8.len("h\u{e9}llo", 1, 2),
    utf8.len("h\u{e9}llo", 4), utf8.len("h\u{e9}llo", -1))  --> 4	2	3	1
print(utf8.len("abc", 4), utf8.len("abc", 2, 1), utf8.len("h\u{e9}", 3))
--> 0	0	nil	3
print(pcall(utf8.len, "abc", 5))
--> false	bad argument #2 to 'utf8.len' (initial position out of bounds)
print(pcall(utf8.len, "abc", 1, 4))
--> false	bad argument #3 to 'utf8.len' (final position out of bounds)
print(pcall(utf8.len, "abc", 0))
--> false	bad argument #2 to 'utf8.len' (initial position out of bounds)
print(utf8.len("\u{D7FF}"), utf8.len("\xED\xA0\x80"),
    utf8.len("\xED\xA0\x80", 1, -1, true))  --> 1	nil	1
print(utf8.len("\u{7FFFFFFF}"), utf8.len("\u{7FFFFFFF}", 1, -1, true))
--> nil	1
print(utf8.len("\xC0\x80"), utf8.len("\xF4\x90\x80\x80"),
    utf8.len("\xF4\x8F\xBF\xBF"))       --> nil	nil	1
