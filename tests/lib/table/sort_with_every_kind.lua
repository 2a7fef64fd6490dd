-- Numbers of both kinds, strings, objects, wrong orders.
local function sorted(t, f) table.sort(t, f) for i = 1, #t do t[i] = tostring(t[i]) end return table.concat(t, " ") end
print(sorted {3, 1, 2}, sorted {2.5, 1, -0.0, 3}, sorted {"b", "a", "C", "10", "9"}, sorted {}, sorted {1})
--> 1 2 3	-0.0 1 2.5 3	10 9 C a b		1
print(sorted({1, 2, 3, 4, 5}, function(a, b) return a > b end), sorted({3, 3, 1, 1, 2, 2}), sorted {math.huge, -math.huge, 0, math.maxinteger, math.mininteger})
--> 5 4 3 2 1	1 1 2 2 3 3	-inf -9223372036854775808 0 9223372036854775807 inf
print(pcall(table.sort, {1, "x"}))
--> false	attempt to compare string with number
print(pcall(table.sort, {1, nil, 3}) == false or true, pcall(table.sort, {{}, {}}))
--> true	false	attempt to compare two table values
print(pcall(table.sort, {1, 2}, 42))
--> false	bad argument #2 to 'table.sort' (function expected, got number)
print(pcall(table.sort, {3, 1, 2}, function() error("cmp", 0) end))
--> false	cmp
local big = {}
for i = 1, 2000 do big[i] = (i * 7919) % 2003 end
table.sort(big)
local ok = true
for i = 2, #big do ok = ok and big[i - 1] <= big[i] end
print(ok, big[1], big[2000])              --> true	1	2002
local m = setmetatable({}, {__len = function() return 3 end, __index = {30, 10, 20}, __newindex = rawset})
table.sort(m)
print(m[1], m[2], m[3])                   --> 10	20	30
local objs = {}
for i = 1, 5 do objs[i] = setmetatable({v = -i}, {__lt = function(a, b) return a.v < b.v end}) end
table.sort(objs)
print(objs[1].v, objs[5].v)               --> -5	-1
