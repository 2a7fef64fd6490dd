-- 1 and 1.0, 0 and -0.0, "1" and 1 in one function are different constants.
local a, b, c, d = 1, 1.0, "1", true
print(a, b, c, d, 0, 0.0, -0.0, "0", false, nil)
--> 1	1.0	1	true	0	0.0	-0.0	0	false	nil
print(a == b, math.type(1), math.type(1.0), 2^53, 9007199254740992, 1e15, 1000000000000000)
--> true	integer	float	9.007199254741e+15	9007199254740992	1e+15	1000000000000000
local t = {1, 1.0, "1", [1.5] = "x", ["1.5"] = "y", [true] = 1, ["true"] = 2}
print(t[1], t[2], t[3], t[1.5], t["1.5"], t[true], t["true"])
--> 1	1.0	1	x	y	1	2
print(1 // 1, 1 // 1.0, 3 | 0, 3.0 | 0, 7 // 2 .. "", 7.0 // 2 .. "", 1 / 2 .. "")
--> 1	1.0	3	3	3	3.0	0.5
print(-0.0 == 0.0, 1 / -0.0, 1 / 0.0, 0x10, 0x10p0, 1e0)
--> true	-inf	inf	16	16.0	1.0
