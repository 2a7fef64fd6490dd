-- tests/lang/syntax/big_table_constructors.lua
local parts = {}
for i = 1, 1000 do parts[i] = tostring(i) end
local t = load("return {" .. table.concat(parts, ",") .. "}")()
print(#t, t[1], t[50], t[51], t[1000])  --> 1000	1	50	51	1000
for i = 1, 300 do parts[i] = "k" .. i .. "=" .. i end
local r = load("return {" .. table.concat(parts, ",", 1, 300) .. "}")()
print(r.k1, r.k300, #r)                 --> 1	300	0
for i = 1, 300 do parts[i] = "[" .. i .. "]='v" .. i .. "'" end
r = load("return {" .. table.concat(parts, ",", 1, 300) .. "}")()
print(r[1], r[300], #r)                 --> v1	v300	300
