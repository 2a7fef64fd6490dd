-- Surrogates and code points over 10FFFF only with lax.
local long = utf8.char(0x7FFFFFFF)
print(#long, #utf8.char(0x10FFFF), #utf8.char(0x110000), utf8.char(72, 228, 8364, 0x1F600))
--> 6	4	4	Hä€😀
print(utf8.len(long), utf8.len(long, 1, -1, true), utf8.codepoint(long, 1, 1, true))
--> nil	1	2147483647
print(pcall(utf8.codepoint, long))        --> false	invalid UTF-8 code
print(utf8.len("\u{D7FF}"), utf8.len("\xED\xA0\x80"), utf8.len("\xED\xA0\x80", 1, -1, true))
--> 1	nil	1
print(utf8.len("\xC0\x80"), utf8.len("\xF4\x90\x80\x80"), utf8.len("\xF4\x90\x80\x80", 1, -1, true), utf8.len("\xFF"))
--> nil	nil	1	nil	1
local t = {}
for p, c in utf8.codes("aä€😀") do t[#t + 1] = p .. ":" .. c end
print(table.concat(t, " "))               --> 1:97 2:228 4:8364 7:128512
print(pcall(function() for _ in utf8.codes("a\xFFb") do end end))
--> false	lax_and_strict.lua:15: invalid UTF-8 code
print(pcall(function() for _ in utf8.codes(long) do end end))
--> false	lax_and_strict.lua:17: invalid UTF-8 code
for p, c in utf8.codes(long, true) do print(p, c) end --> 1	2147483647
print(pcall(utf8.char, -1))
--> false	bad argument #1 to 'utf8.char' (value out of range)
print(pcall(utf8.char, 0x80000000))
--> false	bad argument #1 to 'utf8.char' (value out of range)
print("\u{7FFFFFFF}" == long, ("x\u{0}y"):byte(1, -1)) --> true	120	0	121
print(#utf8.charpattern, ("aä€"):gsub(utf8.charpattern, "."))
--> 14	...	3
