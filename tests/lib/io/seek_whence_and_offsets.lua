-- set, cur, end; positions before the start; reading after seeking.
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = assert(io.open(name, "w+"))
f:write "0123456789"
print(f:seek(), f:seek "set", f:seek("set", 5), f:read(1), f:seek "cur", f:seek("cur", -3), f:read(2))
--> 10	0	5	5	6	3	34
print(f:seek "end", f:seek("end", -2), f:read "a", f:read "a", f:read "l", f:seek("cur", 0))
--> 10	8	89		nil	10
print((select(2, f:seek("set", -1))) ~= nil, f:seek("cur", 1)) --> true	11
f:write "x"
print(f:seek "end", f:seek("set", 10), f:read(1) == "\0", f:read(1))
--> 12	10	true	x
f:seek("set", 20)
f:write "far"
print(f:seek "end")                       --> 23
print(pcall(f.seek, f, "middle"))
--> false	bad argument #2 to '?' (invalid option 'middle')
print(pcall(f.seek, f, "set", 1.5))
--> false	bad argument #3 to '?' (number has no integer representation)
print(pcall(f.seek, f, "set", "x"))
--> false	bad argument #3 to '?' (number expected, got string)
f:close()
os.remove(name)
