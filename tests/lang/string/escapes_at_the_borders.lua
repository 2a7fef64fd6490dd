-- Decimal, hexadecimal, Unicode escapes; \z; lines in strings.
print("\65\066\0067" == "AB\0067", "\x41\x7a", "\u{41}\u{7FF}\u{800}" == "A\xDF\xBF\xE0\xA0\x80", "\255" == "\xff", #"\0001")
--> true	Az	true	true	2
local z = "a\z
       b\z   c"
print(z, "tab\tnew\\", 'single\'s', "double\"s", "bell\a" == "bell\7", "\v\f\b\r" == "\11\12\8\13")
--> abc	tab	new\	single's	double"s	true	true
local lines = "line\
break"
local skipped = [[
first newline is skipped]]
print(lines == "line\nbreak", "\n" == "\10", skipped, [==[a]]b]=]c]==])
--> true	true	first newline is skipped	a]]b]=]c
local function try(s) print((select(2, load("return " .. s, "=s")))) end
--> s:1: decimal escape too large near '"\256"'
--> s:1: hexadecimal digit expected near '"\xg'
--> s:1: hexadecimal digit expected near '"\x4"'
--> s:1: UTF-8 value too large near '"\u{110000000'
--> s:1: hexadecimal digit expected near '"\u{}'
--> s:1: missing '{' near '"\u4'
--> s:1: invalid escape sequence near '"\q'
--> s:1: unfinished string near <eof>
--> s:1: unfinished string near ''open'
--> s:1: unfinished long string (starting at line 1) near <eof>
--> s:1: unfinished long string (starting at line 1) near <eof>
--> s:1: missing '}' near '"\u{41"'
--> s:1: invalid long string delimiter near '[='
--> s:1: unfinished string near <eof>
try [["\256"]] try [["\xg0"]] try [["\x4"]] try [["\u{110000000}"]] try [["\u{}"]] try [["\u41"]] try [["\q"]]
try '"open' try "'open\n'" try "[[open" try "[==[open]]" try [["\u{41"]] try "[=open" try '"\\'
