-- Sizes, order of bytes, and back.
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
local p, u = string.pack, string.unpack
print(hex(p("<bBhHiI", -1, 255, -2, 65535, -3, 4294967295)))
--> fffffefffffffdffffffffffffff
print(hex(p(">jJ", -2, 2)))
--> fffffffffffffffe0000000000000002
-- long and size_t are as wide as a pointer or wider
local word = #p("s", "")
print(hex(p(">l", -1)) == ("ff"):rep(string.packsize("l")), word == string.packsize("T"),
    hex(p(">LT", 1, 3)) == ("00"):rep(string.packsize("L") - 1) .. "01" .. ("00"):rep(word - 1) .. "03")
--> true	true	true
print(hex(p("<i1i2i3i4i5i6i7i8", 1, -2, 3, -4, 5, -6, 7, -8)))
--> 01feff030000fcffffff0500000000faffffffffff07000000000000f8ffffffffffffff
print(hex(p(">I1I2I3I16", 255, 65535, 16777215, -1)))
--> ffffffffffff0000000000000000ffffffffffffffff
print(hex(p("<fdn", 1.5, -0.1, 1e300)))
--> 0000c03f9a9999999999b9bf9c7500883ce4377e
print(hex(p("<zs1s2s4s8", "z", "one", "two", "four", "size")))
--> 7a00036f6e65030074776f04000000666f7572040000000000000073697a65
print(hex(p("c5c0c3", "abc", "", "xyz")), hex(p("xBx", 1)))
--> 616263000078797a	000100
print(hex(p("<!4 b Xi4 i4", 1, 2)), hex(p("<!8bXd", 1)), hex(p("<!bXi2h", 1, 2)), p("=I2", 258) == p("I2", 258))
--> 0100000002000000	0100000000000000	01000200	true
print(u("<bBhH", "\xff\xff\xfe\xff\xff\xff")) --> -1	255	-2	65535	7
print(u("<i3", "\xff\xff\xff"), u("<I3", "\xff\xff\xff"), u(">i3", "\x80\0\0"))
--> -1	16777215	-8388608	4
print(u("<i16", ("\xff"):rep(16)), u("<I16", "\1" .. ("\0"):rep(15)))
--> -1	1	17
print(u("zs1", "ab\0\2cd"), u("c2x B", "xy\0\7")) --> ab	xy	7	5
print(u("<f", p("<f", 0.1)), u("<d", p("<d", 0.1)))
--> 0.10000000149012	0.1	9
print(u("<I2", "abcdef", 3), u("<I2", "abcdef", -2), (u("", "abc")))
--> 25699	26213	1
