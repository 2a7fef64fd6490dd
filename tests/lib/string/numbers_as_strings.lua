-- tests/lib/string/numbers_as_strings.lua
print((5 .. ""):rep(2), string.len(123), string.sub(12345, 2, 3),
    string.rep(1.5, 2))                 --> 55	3	23	1.51.5
print(string.format("%s", 2 ^ 53), string.byte(1), string.find(1234, 3),
    string.upper(1e100))                --> 9.007199254741e+15	49	3	1E+100
print(("5"):rep("3"), #tostring(1 / 3), string.gsub(121, 1, "x"))
--> 555	16	x2x	2
