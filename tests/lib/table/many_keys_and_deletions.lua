-- tests/lib/table/many_keys_and_deletions.lua
local t = {}
for i = 1, 2000 do t["key" .. i] = i end
for i = 1, 2000, 2 do t["key" .. i] = nil end
local n, s = 0, 0
for k, v in pairs(t) do n = n + 1; s = s + v end
print(n, s, t.key1, t.key2)             --> 1000	1001000	nil	2
for i = 1, 2000 do t["other" .. i] = i; t["other" .. i] = nil end
n = 0
for _ in pairs(t) do n = n + 1 end
print(n)                                --> 1000
