-- tests/lib/io/buffering_and_flush.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = io.open(name, "w")
print(f:setvbuf("full", 1024), f:setvbuf("no"), f:setvbuf("line"))
--> true	true	true
f:write("text")
f:flush()
print(io.open(name):read("a"))          --> text
print(pcall(f.setvbuf, f, "bad"))
--> false	bad argument #2 to '?' (invalid option 'bad')
f:close()
print(pcall(f.flush, f))                --> false	attempt to use a closed file
print(pcall(f.write, f, "x"))           --> false	attempt to use a closed file
io.flush(); io.stdout:flush()
os.remove(name)
