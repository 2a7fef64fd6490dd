-- tests/lang/concat/many_operands_at_once.lua
local a, b, c, d = "1", 2, 3.5, "four"
print(a .. b .. c .. d .. a .. b .. c .. d .. a .. b)  --> 123.5four123.5four12
local t = {}
for i = 1, 60 do t[i] = "t[" .. i .. "]" end
local f = load("local t = ... return " .. table.concat(t, ".."))
for i = 1, 60 do t[i] = i end
print(f(t))
--> 123456789101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960
