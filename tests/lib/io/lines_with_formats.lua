-- lines with formats, from a file that is closed at the end.
local name = os.getenv("TEST_FILE") or os.tmpname()
local f = assert(io.open(name, "w"))
f:write "1 one\n2 two\n3 three"
f:close()
local t = {}
for l in io.lines(name) do t[#t + 1] = l end
for l in io.lines(name, "L") do t[#t + 1] = #l end
for a, b in io.lines(name, "n", "l") do t[#t + 1] = a .. b end
for c in io.lines(name, 4) do t[#t + 1] = "[" .. c:gsub("\n", "_") .. "]" end
for a in io.lines(name, "a") do t[#t + 1] = #a break end
print(table.concat(t, "|"))
--> 1 one|2 two|3 three|6|6|7|1 one|2 two|3 three|[1 on]|[e_2 ]|[two_]|[3 th]|[ree]|19
f = io.open(name)
for l in f:lines() do if l:find "two" then break end end
print(f:read "a", io.type(f))             --> 3 three	file
f:close()
print(pcall(function() for l in f:lines() do end end))
--> false	lines_with_formats.lua:18: attempt to use a closed file
local it = io.lines(name)
while it() do end
print(pcall(it))                          --> false	file is already closed
print(select("#", io.lines(name)), (select(4, io.lines(name)) ~= nil))
--> 4	true
print((pcall(function() for l in io.lines(name, 0) do error "once" end end)))
--> false
os.remove(name)
