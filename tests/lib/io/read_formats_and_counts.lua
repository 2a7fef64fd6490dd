-- tests/lib/io/read_formats_and_counts.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = io.open(name, "wb"); f:write("abc\n\n", ("x"):rep(3000),
    "\nend\n"); f:close()
f = io.open(name, "rb")
print(f:read(2), f:read(0), f:read(1), f:read("L") == "\n", f:read("l") == "",
    #f:read("l"), f:read(100))
--> ab		c	true	true	3000	end
-->
print(f:read(1), f:read(0), f:read("a") == "", f:read("l"), f:read("n"))
--> nil	nil	true	nil	nil
f:close()
f = io.open(name, "rb")
print(f:read("*l"), f:read("*a") ~= nil)  --> abc	true
f:seek("set")
print(pcall(f.read, f, "x"))
--> false	bad argument #2 to '?' (invalid format)
print(pcall(f.read, f, "*x"))
--> false	bad argument #2 to '?' (invalid format)
print(pcall(f.read, f, {}))
--> false	bad argument #2 to '?' (string expected, got table)
print(#f:read(1e6), f:read(5))          --> 3010	nil
f:close()
os.remove(name)
