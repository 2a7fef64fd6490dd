-- tests/lib/base/dofile_and_loadfile.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
local function write(s) local f = assert(io.open(name, "w")); f:write(
    s); f:close() end
write("return 1, ...")
print(dofile(name))                     --> 1
print(loadfile(name)("arg"))            --> 1	arg
write("#!/bin/sh first line is skipped\nreturn 'shebang'")
print(dofile(name))                     --> shebang
write("\xEF\xBB\xBFreturn 'bom'")
print(dofile(name))                     --> bom
write("\xEF\xBB\xBF#!x\nreturn 'bom and shebang'")
print(dofile(name))                     --> bom and shebang
write("error('in file')")
print((select(2, pcall(dofile, name)):gsub("^.*:1", "FILE:1")))
--> FILE:1: in file
write("x = = 1")
print((select(2, loadfile(name)):gsub("^.*:1", "FILE:1")))
--> FILE:1: unexpected symbol near '='
write("return v")
print(loadfile(name, "t", {v = "env"})(),
    (select(2, loadfile(name, "b")):gsub("^.*: ", "")))
--> env	attempt to load a text chunk (mode is 'b')
os.remove(name)
print(loadfile("/no/such/file.lua"))
--> nil	cannot open /no/such/file.lua: No such file or directory
print(pcall(dofile, "/no/such/file.lua"))
--> false	cannot open /no/such/file.lua: No such file or directory
