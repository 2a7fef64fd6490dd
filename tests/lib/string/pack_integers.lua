-- tests/lib/string/pack_integers.lua
local function hex(s) return (s:gsub(".",
    function(c) return ("%02x"):format(c:byte()) end)) end
print(hex(string.pack("<i4", 1)), hex(string.pack(">i4", 1)),
    hex(string.pack("<i2", -2)))        --> 01000000	00000001	feff
print(hex(string.pack("<bBhHiI", -1, 255, -2, 65535, -3, 4294967295)))
--> fffffefffffffdffffffffffffff
print(hex(string.pack("<jJ", -1, 1)), hex(string.pack(">I3", 0x010203)),
    hex(string.pack("<i16", -2)))
--> ffffffffffffffff0100000000000000	010203	feffffffffffffffffffffffffffffff
print(string.unpack("<i4", "\255\255\255\255"),
    string.unpack("<I4", "\255\255\255\255"))  --> -1	4294967295	5
print(string.unpack(">i2i2", "\0\1\255\254"))  --> 1	-2	5
print(string.unpack("<I3", "\1\2\3"), string.unpack("<i7", ("\255"):rep(7)))
--> 197121	-1	8
print(pcall(string.pack, "i1", 128))
--> false	bad argument #2 to 'string.pack' (integer overflow)
print(pcall(string.pack, "I1", 256))
--> false	bad argument #2 to 'string.pack' (unsigned overflow)
print(pcall(string.pack, "I1", -1))
--> false	bad argument #2 to 'string.pack' (unsigned overflow)
print(pcall(string.pack, "i17", 1))
--> false	integral size (17) out of limits [1,16]
print(pcall(string.unpack, "<i16", ("\255"):rep(8) .. ("\1"):rep(8)))
--> false	16-byte integer does not fit into Lua Integer
