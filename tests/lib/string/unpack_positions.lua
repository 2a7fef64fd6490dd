-- tests/lib/string/unpack_positions.lua
local s = string.pack("<i1 i1 i1", 10, 20, 30)
print(string.unpack("<i1", s), string.unpack("<i1", s, 2),
    string.unpack("<i1", s, -1))        --> 10	20	30	4
print(string.unpack("<i1 i1", s, 2), string.unpack("", s),
    string.unpack("", s, 4))            --> 20	1	4
print(pcall(string.unpack, "<i1", s, 4))
--> false	bad argument #2 to 'string.unpack' (data string too short)
print(pcall(string.unpack, "<i1", s, 5))
--> false	bad argument #3 to 'string.unpack' (initial position out of string)
print(pcall(string.unpack, "<i4", s))
--> false	bad argument #2 to 'string.unpack' (data string too short)
print(pcall(string.unpack, "<i1", s, -10))  --> true	10	2
print(pcall(string.unpack, "<i1", s, 0))  --> true	10	2
