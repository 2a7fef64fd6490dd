-- write chains, converts numbers, refuses the rest; buffering modes.
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = assert(io.open(name, "w"))
print(f:write("a", 1, 2.5, -0.0, 2^53, math.mininteger):write "" == f, pcall(f.write, f, nil))
--> true	false	bad argument #2 to '?' (string expected, got nil)
print(pcall(f.write, f, {}))
--> false	bad argument #2 to '?' (string expected, got table)
print(pcall(f.write, f, "x", true))
--> false	bad argument #3 to '?' (string expected, got boolean)
print(f:setvbuf "no", f:setvbuf("full", 1024), f:setvbuf "line", pcall(f.setvbuf, f, "maybe"))
--> true	true	true	false	bad argument #2 to '?' (invalid option 'maybe')
print(f:flush() == f, io.type(f), f:seek()) --> false	file	46
f:close()
print(io.open(name):read "a")
--> a12.5-09.007199254741e+15-9223372036854775808x
local old = io.output()
print(io.output(name) ~= old, io.write "via output" == io.output())
--> true	true
io.close()
io.output(old)
print(io.open(name):read "a")             --> via output
print(io.input(name) == io.input(), io.read(3), io.read "a")
--> true	via	 output
io.input():close()
print(pcall(io.read))                     --> false	default input file is closed
io.input(io.stdin)
print(pcall(io.input, "/no/such/file"))
--> false	cannot open file '/no/such/file' (No such file or directory)
os.remove(name)
