-- tests/lib/string/pack_alignment_and_options.lua
local function hex(s) return (s:gsub(".",
    function(c) return ("%02x"):format(c:byte()) end)) end
print(hex(string.pack("<!4 b i4", 1, 2)), hex(string.pack("<!2 b i4", 1, 2)),
    hex(string.pack("<b x b", 1, 2)))
--> 0100000002000000	010002000000	010002
print(hex(string.pack("<!4 b Xi4 b", 1, 2)),
    hex(string.pack(">!8 b i8", 1, 2)), hex(string.pack("<i2 >i2 =", 1, 1)):sub(
    1, 8))
--> 0100000002	01000000000000000000000000000002	01000001
print(string.packsize("i4 i8 b"), string.packsize("!8 b i8"),
    string.packsize("<!4 c3 i4"), string.packsize(""))  --> 13	16	8	0
print(string.unpack("<!4 b i4", string.pack("<!4 b i4", 7, 8)))  --> 7	8	9
print(pcall(string.packsize, "s"))
--> false	bad argument #1 to 'string.packsize' (variable-length format)
print(pcall(string.packsize, "z"))
--> false	bad argument #1 to 'string.packsize' (variable-length format)
print(pcall(string.pack, "!3 i4", 1))
--> false	bad argument #1 to 'string.pack' (format asks for alignment not power of 2)
print(pcall(string.pack, "!17 i4", 1))
--> false	integral size (17) out of limits [1,16]
print(pcall(string.pack, "q", 1))       --> false	invalid format option 'q'
print(pcall(string.pack, "X", 1))
--> false	bad argument #1 to 'string.pack' (invalid next option for option 'X')
print(pcall(string.pack, "i0", 1))
--> false	integral size (0) out of limits [1,16]
