-- 1, 1.0, "1", true; 0 and -0.0; strings with zeros.
local t = {}
t[1] = "int" t["1"] = "string" t[true] = "true" t[1.5] = "float"
t[1.0] = "one"
print(t[1], t["1"], t[true], t[1.5], t[false]) --> one	string	true	float	nil
t[-0.0] = "zero"
print(t[0], t[0.0], t[-0.0], next({[-0.0] = 1})) --> zero	zero	zero	0	1
t["a\0b"] = 1 t["a\0c"] = 2 t["a"] = 3
print(t["a\0b"], t["a\0c"], t.a)          --> 1	2	3
t[2^53] = "big" print(t[2^53 | 0], t[2^53 + 1]) --> big	big
t[print] = 1 t[t] = 2 t[""] = 3
print(t[print], t[t], t[""], t[{}], t[tostring]) --> 1	2	3	nil	nil
local long = ("x"):rep(100)
t[long] = "long"
print(t[("x"):rep(50) .. ("x"):rep(50)], t[long .. ""], t[long:sub(1, 99)])
--> long	long	nil
t[math.huge], t[-math.huge] = "inf", "-inf"
print(t[1 / 0], t[-1 / 0], t[math.maxinteger + 1.0], pcall(rawset, t, 0 / 0, 1))
--> inf	-inf	nil	false	table index is NaN
