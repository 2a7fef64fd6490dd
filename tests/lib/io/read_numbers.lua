-- tests/lib/io/read_numbers.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = io.open(name, "w")
f:write("10 -5 3.25 0x1F 1e3 .5 abc 0x1p4 99")
f:close()
f = io.open(name)
print(f:read("n", "n", "n", "n", "n", "n"))  --> 10	-5	3.25	31	1000.0	0.5
print(f:read("n"))                      --> nil
print(f:read(4), f:read("n"), f:read("n"))  --> abc 	16.0	99
print(f:read("n"))                      --> nil
f:close()
f = io.open(name, "w"); f:write("1..5 --3 0x ", ("9"):rep(300),
    " +7e+2x"); f:close()
f = io.open(name)
print(f:read("n"), f:read("n"))         --> 1.0	0.5
f:close()
os.remove(name)
