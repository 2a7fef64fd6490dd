-- tests/lib/table/reverse_and_sparse_filling.lua
local t = {}
for i = 100, 1, -1 do t[i] = i end
print(#t, t[50])                        --> 100	50
local s = {}
for i = 1, 1000, 50 do s[i] = i end
local n = 0
for k, v in pairs(s) do n = n + 1; assert(k == v) end
print(n)                                --> 20
local m = {}
m[math.maxinteger] = 1; m[math.mininteger] = 2; m[-1] = 3; m[0] = 4; m[1e300] = 5
print(m[math.maxinteger], m[math.mininteger], m[-1], m[0], m[1e300], #m)
--> 1	2	3	4	5	0
n = 0
for _ in pairs(m) do n = n + 1 end
print(n)                                --> 5
