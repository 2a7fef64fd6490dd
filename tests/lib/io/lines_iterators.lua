-- tests/lib/io/lines_iterators.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = io.open(name, "w"); f:write("a 1\nb 2\nc 3"); f:close()
for l in io.lines(name, "L") do io.write("[", (l:gsub("\n", "$")), "]") end
for a, b in io.lines(name, 1, 2) do io.write("<", a, "|", b or "nil",
    ">") break end
print()
f = io.open(name)
local n = 0
for w, x in f:lines("n") do n = n + 1 end
print(n)
f:close()
f = io.open(name)
for l in f:lines() do io.write(l, ";") end
print(io.type(f), f:read("a"))
f:close()
print(pcall(f.lines, f))
local it = io.lines(name)
while it() do end
print(pcall(it))
print(pcall(io.lines, "/no/such/file"))
os.remove(name)
--> [a 1$][b 2$][c 3]<a| 1>
--> 0
--> a 1;b 2;c 3;file	
--> false	attempt to use a closed file
--> false	file is already closed
--> false	cannot open file '/no/such/file' (No such file or directory)
