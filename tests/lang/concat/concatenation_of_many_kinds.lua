-- Lengths across the border of short strings, numbers, empty strings.
local parts = {}
for n = 0, 45, 5 do
    local a, b = ("a"):rep(n), ("b"):rep(45 - n)
    parts[#parts + 1] = a .. b == ("a"):rep(n) .. ("b"):rep(45 - n) and #(a .. b) or "wrong"
end
print(table.concat(parts, " "))           --> 45 45 45 45 45 45 45 45 45 45
local s = ""
for i = 1, 100 do s = s .. i end
print(#s, s:sub(-6))                      --> 192	899100
print(("x" .. "" == "x"), ("" .. "" == ""), ("" .. 1 == "1"), #(("y"):rep(40) .. "z"), ("y"):rep(40) .. "z" == ("y"):rep(40) .. "z")
--> true	true	true	41	true
local t = {}
t[("k"):rep(20) .. ("l"):rep(20)] = "short key"
t[("k"):rep(20) .. ("l"):rep(21)] = "long key"
print(t[("k"):rep(20) .. ("l"):rep(20)], t[("k"):rep(20) .. ("l"):rep(21)], t[("k"):rep(20)])
--> short key	long key	nil
print(1 .. 2 .. 3 + 4 .. "" .. 5.0, -1 .. "", 2^53 .. "", ("a"):rep(3, "b") .. "c" .. 1e100)
--> 1275.0	-1	9.007199254741e+15	ababac1e+100
print(#("\0" .. "a\0" .. "\0"), "a\0b" .. "c" == "a\0bc", ("\xff" .. "\xfe"):byte(1, 2))
--> 4	true	255	254
