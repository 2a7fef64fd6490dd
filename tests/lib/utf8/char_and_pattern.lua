-- tests/lib/utf8/char_and_pattern.lua
print(utf8.char(72, 228, 8364, 128512), utf8.char(), #utf8.char(0x7FFFFFFF))
--> Hä€😀		6
print(utf8.char(0x7F):byte(1, -1), utf8.char(0x80):byte(1, -1))
--> 127	194	128
print(utf8.char(0x7FF, 0x800, 0xFFFF, 0x10000):byte(1, -1))
--> 223	191	224	160	128	239	191	191	240	144	128	128
print(pcall(utf8.char, -1))
--> false	bad argument #1 to 'utf8.char' (value out of range)
print(pcall(utf8.char, 0x80000000))
--> false	bad argument #1 to 'utf8.char' (value out of range)
print(pcall(utf8.char, "x"))
--> false	bad argument #1 to 'utf8.char' (number expected, got string)
print(utf8.charpattern == "[\0-\x7F\xC2-\xFD][\x80-\xBF]*")  --> true
for c in ("h\u{e9}\u{20ac}"):gmatch(utf8.charpattern) do print(#c) end
--> 1
--> 2
--> 3
