-- tests/lib/table/sort_errors.lua
print(pcall(table.sort, {1, "x"}))
--> false	attempt to compare string with number
print(pcall(table.sort, {1, nil, 3}))
--> false	attempt to compare nil with number
print(pcall(table.sort, {{}, {}}))
--> false	attempt to compare two table values
print(pcall(table.sort, {1, 2, 3}, 5))
--> false	bad argument #2 to 'table.sort' (function expected, got number)
print(pcall(table.sort, {3, 2, 1}, function(a, b) error("cmp", 0) end))
--> false	cmp
print(pcall(table.sort, 5))
--> false	bad argument #1 to 'table.sort' (table expected, got number)
local bad = {}
for i = 1, 100 do bad[i] = i % 7 end
local ok, m = pcall(table.sort, bad, function(a, b) return true end)
print(ok, m)
--> false	invalid order function for sorting
print(pcall(table.sort, setmetatable({}, {
    __len = function() return math.maxinteger end})))
--> false	bad argument #1 to 'table.sort' (array too big)
