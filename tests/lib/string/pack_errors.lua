-- Overflows, bad options, short data.
local function try(f, ...) print((select(2, pcall(f, ...)))) end
--> bad argument #2 to 'string.pack' (integer overflow)
--> bad argument #2 to 'string.pack' (integer overflow)
--> bad argument #2 to 'string.pack' (unsigned overflow)
--> bad argument #2 to 'string.pack' (unsigned overflow)
--> bad argument #2 to 'string.pack' (integer overflow)
--> bad argument #2 to 'string.pack' (unsigned overflow)
--> integral size (17) out of limits [1,16]
--> integral size (0) out of limits [1,16]
--> invalid format option 'y'
--> bad argument #1 to 'string.pack' (format asks for alignment not power of 2)
--> integral size (17) out of limits [1,16]
--> bad argument #2 to 'string.pack' (string length does not fit in given size)
--> bad argument #2 to 'string.pack' (string contains zeros)
--> bad argument #2 to 'string.pack' (string longer than given size)
--> missing size for format option 'c'
--> bad argument #1 to 'string.pack' (invalid next option for option 'X')
--> bad argument #1 to 'string.pack' (invalid next option for option 'X')
--> bad argument #2 to 'string.pack' (number expected, got string)
--> bad argument #2 to 'string.pack' (number has no integer representation)
--> bad argument #2 to 'string.pack' (number expected, got string)
--> bad argument #2 to 'string.pack' (string expected, got table)
--> bad argument #2 to 'string.pack' (number expected, got nil)
--> bad argument #1 to 'string.pack' (format asks for alignment not power of 2)
--> bad argument #2 to 'string.unpack' (data string too short)
--> bad argument #2 to 'string.unpack' (unfinished string for format 'z')
--> bad argument #2 to 'string.unpack' (data string too short)
--> bad argument #2 to 'string.unpack' (data string too short)
--> bad argument #2 to 'string.unpack' (data string too short)
--> 16-byte integer does not fit into Lua Integer
--> 9-byte integer does not fit into Lua Integer
--> bad argument #3 to 'string.unpack' (initial position out of string)
--> 97
--> bad argument #1 to 'string.packsize' (variable-length format)
--> bad argument #1 to 'string.packsize' (variable-length format)
--> invalid format option '7'
local p, u = string.pack, string.unpack
try(p, "b", 128) try(p, "b", -129) try(p, "B", 256) try(p, "B", -1) try(p, "i2", 32768) try(p, "I3", 1 << 24)
try(p, "i17", 1) try(p, "i0", 1) try(p, "y", 1) try(p, "!3 i4", 1) try(p, "!17i", 1)
try(p, "s1", ("x"):rep(256)) try(p, "z", "a\0b") try(p, "c2", "abc") try(p, "c") try(p, "X") try(p, "Xz")
try(p, "i", "x") try(p, "i", 1.5) try(p, "d", "x") try(p, "z", {}) try(p, "i") try(p, "!4Xi3")
try(u, "i4", "abc") try(u, "z", "abc") try(u, "s1", "\5abc") try(u, "c4", "abc") try(u, "i4", "abcd", 2)
try(u, "i16", "\0" .. ("\xff"):rep(14) .. "\1") try(u, "I9", ("\xff"):rep(9)) try(u, "b", "a", 3) try(u, "b", "a", -5)
try(string.packsize, "s") try(string.packsize, "z") try(string.packsize, "c2147483647c2147483647")
print(string.packsize "!8 b i8 h", string.packsize "<i3 c5", string.packsize "", string.packsize "bXi4")
--> 18	8	0	1
