-- A new name each time, of a file that is there and empty.
-- skip-mode: fail-alloc (a file would stay when its name cannot be made)
local a, b = os.tmpname(), os.tmpname()
print(a ~= b, #a > 0)                       --> true	true
local f = assert(io.open(a, "r+"))
print(f:read("a") == "", f:write("x") == f) --> true	true
f:close()
print(os.remove(a), os.remove(b))           --> true	true
