-- tests/lib/io/write_and_read_back.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = assert(io.open(name, "w"))
print(f:write("line one\n", 2, " ", 3.5, "\n", "last") == f, io.type(f))
--> true	file
print(f:close(), io.type(f), tostring(f))  --> true	closed file	file (closed)
for l in io.lines(name) do print(l) end
--> line one
--> 2 3.5
--> last
f = io.open(name)
print(f:read(), f:read("l"), f:read("L"), f:read("l"), f:read("a"))
--> line one	2 3.5	last	nil
f:close()
f = io.open(name)
print(f:read("a") == "line one\n2 3.5\nlast", f:read("a"), f:read("l"),
    f:read(0))                          --> true		nil	nil
f:close()
f = io.open(name)
print(f:read("L", "n", "n", 2))
--> line one
--> 	2	3.5
--> l
f:close()
os.remove(name)
