-- tests/lib/utf8/codes_iterates.lua
for p, c in utf8.codes("a\u{e9}\u{20ac}") do print(p, c) end
--> 1	97
--> 2	233
--> 4	8364
for p, c in utf8.codes("") do print("never") end
print(pcall(function() for p, c in utf8.codes("ab\xff") do print(p, c) end end))
--> 1	97
--> 2	98
--> false	codes_iterates.lua:7: invalid UTF-8 code
print(pcall(function() for p, c in utf8.codes("\u{7FFFFFFF}") do print(p,
    c) end end))
--> false	codes_iterates.lua:11: invalid UTF-8 code
for p, c in utf8.codes("\u{7FFFFFFF}x", true) do print(p, c) end
--> 1	2147483647
--> 7	120
print(pcall(utf8.codes))
--> false	bad argument #1 to 'utf8.codes' (string expected, got no value)
print(pcall(function() for p, c in utf8.codes("a\xe2\x82") do end end))
--> false	codes_iterates.lua:19: invalid UTF-8 code
