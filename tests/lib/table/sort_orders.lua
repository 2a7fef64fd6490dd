-- tests/lib/table/sort_orders.lua
local function s(t, f) table.sort(t, f); return table.concat(t, " ") end
print(s {3, 1, 2}, s {"b", "a", "c"}, s {}, s {1}, s {2, 1})
--> 1 2 3	a b c		1	1 2
print(s({3, 1, 2}, function(a, b) return a > b end), s {1.5, 1, 2, -1, 0.5})
--> 3 2 1	-1 0.5 1 1.5 2
local t = {}
for i = 1, 200 do t[i] = (i * 7919) % 1009 end
table.sort(t)
local ok = true
for i = 2, #t do ok = ok and t[i - 1] <= t[i] end
print(ok, t[1], t[200])                 --> true	9	1005
local words = {"banana", "Apple", "cherry", "apple"}
print(s(words), s(words, function(a, b) return a:lower() < b:lower()
    or (a:lower() == b:lower() and a < b) end))
--> Apple apple banana cherry	Apple apple banana cherry
for i = 1, 100 do t[i] = 5 end
for i = 101, 200 do t[i] = nil end
table.sort(t)
print(t[1], t[100], #t)                 --> 5	5	100
