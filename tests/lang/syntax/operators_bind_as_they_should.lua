-- Precedence and associativity, with side effects in order.
print(2 + 3 * 4 ^ 2 / 2, (2 + 3) * 4, -2 ^ 2, 2 ^ 3 ^ 2, 2 ^ -1)
--> 26.0	20	-4.0	512.0	0.5
print(not nil == true, not (nil == true), not 1 == 2) --> true	true	false
print(1 .. 2 == "12", "a" .. "b" == "ab" and 1 or 2, 1 + 1 .. "")
--> true	1	2
print(1 < 2 == true, "x" < "y" == not false, 5 - 3 - 1, 100 / 10 / 2)
--> true	true	1	5.0
print(1 | 2 ~ 3 & 4, 1 << 2 + 1, 7 & 3 == 3 and 1 or 0, ~1 + 1, -3 % 5, -(3 % 5))
--> 3	8	1	-1	2	-3
print(2 * 3 % 4, 7 // 2 * 2, 5 .. 4 + 1 .. "", #"abc" + 1, -"2" + 0, (#{1, 2}) ^ 2)
--> 2	6	55	4	-2	4.0
print(nil and 1 or 2, false or nil, 1 and nil, nil or false and 1, 1 or error())
--> 2	nil	nil	false	1
local log = {}
local function v(x) log[#log + 1] = x return x end
local _ = v(1) + v(2) * v(3) - v(4) ^ v(5)
local t = {[v "k"] = v "v", v "i"}
t[v "a"], t[v "b"] = v "c", v "d"
print(table.concat(log, " "))             --> 1 2 3 4 5 k v i a b c d
