-- Modes of open; what is not there; what may not be done.
local name = os.getenv("TEST_FILE") or os.tmpname()
local function put(mode, s) local f = assert(io.open(name, mode)) f:write(s) f:close() end
local function get() local f = io.open(name) local s = f:read "a" f:close() return s end
put("w", "one") print(get())              --> one
put("a", "two") print(get())              --> onetwo
local f = io.open(name, "r+") f:write "ONE" f:seek("end") f:write "!" f:close() print(get())
--> ONEtwo!
f = io.open(name, "w+") f:write "new" f:seek "set" print(f:read "a") f:close()
--> new
f = io.open(name, "a+") f:write "er" f:seek("set", 0) print(f:read "a") f:close()
--> newer
f = io.open(name, "rb") print(f:read "a", f:write "x" == nil) f:close()
--> newer	true
f = io.open(name, "w") print(f:read(1), f:read "a") f:close()
--> nil	nil	Bad file descriptor	9
for _, m in ipairs {"", "x", "rw", "r+b", "rb+", "b", "w+b", "ra"} do
    print(m, (select(2, pcall(function() local f = io.open(name, m) f:close() return "ok" end)):gsub("^.-: ", "")))
--> 	bad argument #2 to 'open' (invalid mode)
--> x	bad argument #2 to 'open' (invalid mode)
--> rw	bad argument #2 to 'open' (invalid mode)
--> r+b	ok
--> rb+	bad argument #2 to 'open' (invalid mode)
--> b	bad argument #2 to 'open' (invalid mode)
--> w+b	ok
--> ra	bad argument #2 to 'open' (invalid mode)
end
print(io.open("/no/such/file"))
--> nil	/no/such/file: No such file or directory	2
print(io.open("/no/such/file", "w"))
--> nil	/no/such/file: No such file or directory	2
print(pcall(io.open))
--> false	bad argument #1 to 'io.open' (string expected, got no value)
print(io.type(f), io.type(io.stdout), io.type(42), pcall(io.type))
--> closed file	file	nil	false	bad argument #1 to 'io.type' (value expected)
print(tostring(f), pcall(f.write, f, "x"))
--> file (closed)	false	attempt to use a closed file
print(pcall(f.close, f))                  --> false	attempt to use a closed file
print(pcall(io.close, 1))
--> false	bad argument #1 to 'io.close' (FILE* expected, got number)
os.remove(name)
