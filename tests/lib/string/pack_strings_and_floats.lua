-- tests/lib/string/pack_strings_and_floats.lua
local function hex(s) return (s:gsub(".",
    function(c) return ("%02x"):format(c:byte()) end)) end
print(hex(string.pack("z", "hi")), hex(string.pack("<s1", "abc")),
    hex(string.pack("<s2", "abc")), hex(string.pack(">s4", "x")))
--> 686900	03616263	0300616263	0000000178
print(hex(string.pack("c5", "abc")), pcall(string.pack, "c2", "abc"))
--> 6162630000	false	bad argument #2 to 'string.pack' (string longer than given size)
print(string.unpack("z", "hi\0rest"), string.unpack("<s1", "\3abcdef"),
    string.unpack("c3", "abcdef"))      --> hi	abc	abc	4
print(hex(string.pack("<f", 1.5)), hex(string.pack(">d", -2)),
    hex(string.pack("<n", 0.1)))
--> 0000c03f	c000000000000000	9a9999999999b93f
print(string.unpack("<f", string.pack("<f", 0.1)),
    string.unpack(">d", string.pack(">d", math.pi)) == math.pi)
--> 0.10000000149012	true
print(pcall(string.pack, "z", "a\0b"))
--> false	bad argument #2 to 'string.pack' (string contains zeros)
print(pcall(string.pack, "s1", ("x"):rep(300)))
--> false	bad argument #2 to 'string.pack' (string length does not fit in given size)
print(pcall(string.unpack, "z", "no end"))
--> false	bad argument #2 to 'string.unpack' (unfinished string for format 'z')
print(pcall(string.unpack, "<s1", "\10abc"))
--> false	bad argument #2 to 'string.unpack' (data string too short)
print(pcall(string.unpack, "c", "x"))
--> false	missing size for format option 'c'
