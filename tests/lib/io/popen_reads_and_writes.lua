-- tests/lib/io/popen_reads_and_writes.lua
local p = io.popen("echo hello; echo two")
print(p:read("l"), p:read("l"), p:read("l"))  --> hello	two	nil
print(p:close())                        --> true	exit	0
p = io.popen("exit 5")
print(p:close())                        --> nil	exit	5
p = io.popen("cat >/dev/null", "w")
print(io.type(p))                       --> file
p:write("written\n")
print(p:close())                        --> true	exit	0
print(pcall(io.popen, "true", "bad"))
--> false	bad argument #2 to 'io.popen' (invalid mode)
for l in io.popen("printf 'a\\nb\\n'"):lines() do print(l) end
--> a
--> b
