-- tests/lang/vararg/many_arguments.lua
-- skip-mode: fail-alloc
local t = {}
for i = 1, 250 do t[i] = i end
local function sum(...)
    local s = 0
    for i = 1, select("#", ...) do s = s + (select(i, ...)) end
    return s
end
print(sum(table.unpack(t)))             --> 31375
local function count(...) return select("#", ...) end
for i = 251, 5000 do t[i] = i end
print(count(table.unpack(t)), (select(5000, table.unpack(t))))  --> 5000	5000
