-- tests/lib/io/binary_data_and_long_lines.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local all = {}
for i = 0, 255 do all[i + 1] = string.char(i) end
local data = table.concat(all):rep(20)
local f = io.open(name, "wb"); f:write(data); f:close()
f = io.open(name, "rb")
local back = f:read("a")
print(#back, back == data)              --> 5120	true
f:seek("set")
local n, bytes = 0, 0
for l in f:lines("L") do n = n + 1; bytes = bytes + #l end
print(n, bytes)                         --> 21	5120
f:close()
f = io.open(name, "w"); f:write(("z"):rep(20000), "\n", ("y"):rep(5)); f:close()
f = io.open(name)
print(#f:read("l"), f:read("l"), f:read("l"))  --> 20000	yyyyy	nil
f:close()
os.remove(name)
