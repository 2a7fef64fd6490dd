-- tests/lib/io/write_numbers.lua
io.write(1, " ", 1.5, " ", 1e100, " ", 2 ^ 53, " ", math.mininteger, "\n")
print(pcall(io.write, {}))
print(pcall(io.write, nil))
print(pcall(io.write, "ok", true))
print(io.write() == io.stdout, io.stdout:write("") == io.stdout)
--> 1 1.5 1e+100 9.007199254741e+15 -9223372036854775808
--> false	bad argument #1 to 'io.write' (string expected, got table)
--> false	bad argument #1 to 'io.write' (string expected, got nil)
--> okfalse	bad argument #2 to 'io.write' (string expected, got boolean)
--> true	true
