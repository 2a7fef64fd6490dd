-- tests/lib/io/seek_and_modes.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = io.open(name, "w+")
f:write("0123456789")
print(f:seek(), f:seek("set", 3), f:read(2), f:seek("cur", -1), f:read(1),
    f:seek("end"), f:seek("end", -2), f:read("a"))  --> 10	3	34	4	4	10	8	89
f:seek("set", 5); f:write("X"); f:seek("set"); print(f:read("a"))
--> 01234X6789
print(pcall(f.seek, f, "bad"))
--> false	bad argument #2 to '?' (invalid option 'bad')
print(f:seek("set", -1))                --> nil	Invalid argument	22
f:close()
f = io.open(name, "a"); f:write("!"); f:close()
f = io.open(name, "r+"); f:write("AB"); f:close()
print(io.open(name):read("a"))          --> AB234X6789!
print(pcall(io.open, name, "rw"))
--> false	bad argument #2 to 'io.open' (invalid mode)
print(pcall(io.open, name, "x"))
--> false	bad argument #2 to 'io.open' (invalid mode)
print(io.open("/no/such/dir/file", "w"))
--> nil	/no/such/dir/file: No such file or directory	2
local r = io.open(name, "r")
print(r:write("x") == nil, select(3, r:write("x")) ~= nil)  --> true	true
r:close()
os.remove(name)
