-- A site that reads and writes elements meets packed and mixed arrays.
local function sum(t) local s = 0 for i = 1, #t do s = s + t[i] end return s end
local function fill(t, v) for i = 1, 5 do t[i] = v end return t end
print(sum {1, 2, 3}, sum {1.5, 2.5}, sum {1, 2.5}, sum {"1", 2}, sum {})
--> 6	4.0	3.5	3	0
local t = fill({}, 1)
print(sum(t), math.type(t[1]))            --> 5	integer
fill(t, 0.5)
print(sum(t), math.type(t[1]))            --> 2.5	float
t[3] = 7
print(sum(t), math.type(t[3]), math.type(t[2])) --> 9.0	integer	float
t[2] = "4"
print(sum(t), math.type(t[3]), t[2])      --> 12.5	integer	4
t = fill({}, 2)
t[3] = nil
print(t[2], t[3], t[4], rawlen(t) == 5 or rawlen(t) == 2) --> 2	nil	2	true
t = fill({}, 1)
t[2] = 2.0
print(math.type(t[1]), math.type(t[2]), t[1], t[2]) --> integer	float	1	2.0
t = fill({}, 1.0)
t[2] = 2
print(math.type(t[1]), math.type(t[2]), t[1], t[2]) --> float	integer	1.0	2
t = {math.maxinteger, 2^53}
print(t[1], t[2], t[1] == t[2])
--> 9223372036854775807	9.007199254741e+15	false
