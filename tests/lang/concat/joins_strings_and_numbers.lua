-- tests/lang/concat/joins_strings_and_numbers.lua
print("a" .. "b" .. "c", 1 .. 2, 1.5 .. "x", -1 .. "")  --> abc	12	1.5x	-1
print(1.0 .. "", 2^31 .. "", 10 // 1 .. "", 1e100 .. "")
--> 1.0	2147483648.0	10	1e+100
local s = ""
for i = 1, 5 do s = s .. i .. "," end
print(s)                                --> 1,2,3,4,5,
print(("x"):rep(3) .. ("y"):rep(2), "" .. "" == "")  --> xxxyy	true
