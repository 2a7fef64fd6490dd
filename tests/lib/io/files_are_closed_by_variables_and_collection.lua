-- <close>, __gc and explicit closing.
local name = os.getenv("TEST_FILE") or os.tmpname()
local kept
do
    local f <close> = assert(io.open(name, "w"))
    f:write "text"
    kept = f
end
print(io.type(kept), io.open(name):read "a") --> closed file	text
print(getmetatable(kept).__name, getmetatable(kept).__close ~= nil, getmetatable(kept).__gc ~= nil, getmetatable(kept).__index ~= nil)
--> FILE*	true	true	true
print(pcall(getmetatable(kept).__gc, {}))
--> false	bad argument #1 to '?' (FILE* expected, got table)
local f = io.open(name, "w")
f:write "more"
f = nil
collectgarbage()
print(io.open(name):read "a")             --> more
print(io.stdout:seek "cur" == nil or true, tostring(io.stdout):match "^file %(" ~= nil, tostring(kept))
--> true	true	file (closed)
print(os.rename(name, name .. "2"), os.remove(name .. "2"), (select(3, os.remove(name))))
--> true	true	2
print((select(2, os.rename(name, name)):gsub("^.*: ", "")))
--> No such file or directory
