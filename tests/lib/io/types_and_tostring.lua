-- tests/lib/io/types_and_tostring.lua
print(io.type(io.stdout), io.type(5), io.type({}),
    tostring(io.stdout):match("^file %(0?x?%x+%)$") ~= nil)
--> file	nil	nil	true
local f = io.tmpfile()
f:write("temporary"); f:seek("set")
print(f:read("a"), io.type(f))          --> temporary	file
f:close()
print(io.type(f), tostring(f))          --> closed file	file (closed)
print(getmetatable(io.stdout).__name, getmetatable(
    io.stdout).__index.write == io.stdout.write)  --> FILE*	true
print(pcall(function() return io.stdout.nothing end), #tostring(io.stdin) > 5)
--> true	true
print(pcall(io.close, 5))
--> false	bad argument #1 to 'io.close' (FILE* expected, got number)
print(pcall(f.close, f))                --> false	attempt to use a closed file
print(pcall(io.stdout.write, 5))
--> false	bad argument #1 to '?' (FILE* expected, got number)
print(pcall(function() f:read() end))
--> false	types_and_tostring.lua:19: attempt to use a closed file
