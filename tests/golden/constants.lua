-- Constants of all types, at their borders.
local t = {nothing = nil, no = false, yes = true}
t.gone, t.off, t.on = nil, false, true

print(t.gone, t.off, t.on, t.no, t.yes)       --> nil	false	true	false	true
print(0, 1, -1, 127, 128, -128, -129)         --> 0	1	-1	127	128	-128	-129
print(2147483647, 2147483648, -2147483648, -2147483649)
--> 2147483647	2147483648	-2147483648	-2147483649
print(9223372036854775807, -9223372036854775807 - 1, 0xffffffffffffffff)
--> 9223372036854775807	-9223372036854775808	-1
print(0.0, -0.0, 0.1, 1e300, 5e-324, 2^53, 9223372036854775808)
--> 0.0	-0.0	0.1	1e+300	4.9406564584125e-324	9.007199254741e+15	9.2233720368548e+18
print(1e308 * 10, -1e308 * 10, 1e999, -1e999, 0x1p-1074, 0x.8p1)
--> inf	-inf	inf	-inf	4.9406564584125e-324	1.0
print(#"", #"a\0b", "\u{20AC}" == "\xe2\x82\xac", #"\xff\xfe")
--> 0	3	true	2
print(#"0123456789012345678901234567890123456789", -- the longest short one
    #"01234567890123456789012345678901234567890")
--> 40	41
print(#[[
a long
string]], [==[]]]==], "\z
    skipped\065\x42\tC")
--> 13	]]	skippedAB	C
local min <const>, pi <const> = math.mininteger, 3.140625
print(min, pi)                                --> -9223372036854775808	3.140625
