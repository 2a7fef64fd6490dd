-- n, l, L, a, counts; several at once; the end of the file.
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = assert(io.open(name, "w"))
f:write("12 0x1F -3.5e2 .5 nan\nline two\n\nline four without end")
f:close()
f = io.open(name)
print(f:read("n", "n", "n", "n"))         --> 12	31	-350.0	0.5
print(f:read("n"), f:read("l"))           --> nil	nan
print(f:read("L"), f:read("l"), f:read(4), f:read(0), f:read("a"), f:read("a"), f:read("l"), f:read(0), f:read(1))
--> line two
--> 		line		 four without end		nil	nil	nil
print(f:read("n"), f:read())              --> nil	nil
f:close()
f = io.open(name)
print(f:read("l", "n"))                   --> 12 0x1F -3.5e2 .5 nan	nil
f:seek("set")
print(f:read(2, 3, "l"))                  --> 12	 0x	1F -3.5e2 .5 nan
print(f:read(0), #f:read("a"), f:read(0), f:read("a")) --> 	31	nil	
f:seek("set", 3)
print(f:read("*n"), f:read("*l"), #f:read("*L"), #f:read("*a"))
--> 31	 -3.5e2 .5 nan	9	22
print(pcall(f.read, f, "x"))
--> false	bad argument #2 to '?' (invalid format)
print(pcall(f.read, f, "*x"))
--> false	bad argument #2 to '?' (invalid format)
print(pcall(f.read, f, {}))
--> false	bad argument #2 to '?' (string expected, got table)
print(f:read(1.0), pcall(f.read, f, 1.5))
--> nil	false	bad argument #2 to '?' (number has no integer representation)
f:close()
print(pcall(f.read, f))                   --> false	attempt to use a closed file
print((select(2, pcall(io.lines, name .. ".none")):gsub("'.*%.none", "'NAME.none")))
--> cannot open file 'NAME.none' (No such file or directory)
os.remove(name)
