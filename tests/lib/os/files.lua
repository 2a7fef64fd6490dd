-- tests/lib/os/files.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = io.open(name, "w"); f:write("x"); f:close()
local other = name .. ".renamed"
print(os.rename(name, other), os.rename(name, other) == nil)  --> true	true
print(io.open(name) == nil, os.remove(other))  --> true	true
local ok, msg, code = os.remove(other)
print(ok, msg == other .. ": No such file or directory", code)  --> nil	true	2
print(select("#", os.rename("/no/such/a", "/no/such/b")))  --> 3
print(pcall(os.remove))
--> false	bad argument #1 to 'os.remove' (string expected, got no value)
