-- tests/lib/string/format_integer_arguments.lua
print(("%d %d %d"):format(3.0, "10", "0x10"))  --> 3 10 16
print(("%5.3d|%-8.3d|%.0d"):format(5, 5, 1))  -->   005|005     |1
print(("%c%c%c"):format(76, 117, 97), #("%c"):format(0))  --> Lua	1
print(pcall(string.format, "%d", 1.5))
--> false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(string.format, "%d", "1.5"))
--> false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(string.format, "%d", "x"))
--> false	bad argument #2 to 'string.format' (number expected, got string)
print(pcall(string.format, "%d", {}))
--> false	bad argument #2 to 'string.format' (number expected, got table)
print(pcall(string.format, "%d"))
--> false	bad argument #2 to 'string.format' (no value)
print(pcall(string.format, "%x", 2 ^ 70))
--> false	bad argument #2 to 'string.format' (number has no integer representation)
print(("%i"):format(-0.0), ("%o %x"):format(8, 255))  --> 0	10 ff
