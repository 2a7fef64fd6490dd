-- tests/lib/io/default_files.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local old = io.output()
io.output(name)
io.write("to the file\n", 5)
io.close()
io.output(old)
print(io.input() == io.stdin, io.output() == io.stdout)  --> true	true
io.input(name)
print(io.read("l", "n"))                --> to the file	5
print(io.read("a") == "", io.read())    --> true	nil
io.close(io.input())
print(pcall(io.read))                   --> false	default input file is closed
io.input(io.stdin)
print(io.read("a"), io.read("l"))       --> 	nil
print(pcall(io.input, "/no/such/file"))
--> false	cannot open file '/no/such/file' (No such file or directory)
print(pcall(io.output, "/no/such/dir/x"))
--> false	cannot open file '/no/such/dir/x' (No such file or directory)
os.remove(name)
