-- tests/lang/syntax/table_constructors.lua
local function three() return 1, 2, 3 end
local t = {three(), three(), x = 1, [10] = "ten", three(), (three())}
print(#t, t[1], t[2], t[3], t[4], t.x, t[10])  --> 4	1	1	1	1	1	ten
local u = {[1] = "a", "b"}
print(u[1])                             --> b
local v = {three(), nil, three()}
print(v[1], v[2], v[3], v[5])           --> 1	nil	1	3
local w = {n = {}, ["key with space"] = 1, [true] = 2, [1.5] = 3, [three] = 4}
print(w["key with space"], w[true], w[1.5], w[three], type(w.n))
--> 1	2	3	4	table
print(#{n = 1, 1, 2}, #{{}, {{}}}, #{three(), three()}, #{(three())})
--> 2	2	4	1
