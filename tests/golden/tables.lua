-- Constructors, and reading and writing of every kind of key.
local function pair()
    return "p", "q"
end

local k, v = "key", 10
local t = {1, 2.5, "x"; name = "n", [k] = v, [4] = false, [2 ^ 53] = 1, pair()}

print(#t, t[1], t[2], t[3], t[4], t[5], t.name, t.key, t[2 ^ 53])
--> 5	1	2.5	x	p	q	n	10	1
t.name = v
t.name2 = "constant"
t[k] = nil
t[v] = v
t[v + 1] = "constant"
t[6], t[7], t[65535], t[65536], t[0], t[-1] = v, "seven", 1, 2, v, v
t[1.5], t[true] = v, "yes"
print(t.name, t.name2, t[k], t[v], t[v + 1])  --> 10	constant	nil	10	constant
print(t[6], t[7], t[65535], t[65536], t[0], t[-1], t[1.5], t[true])
--> 10	seven	1	2	10	10	10	yes
print(#{}, #{n = 1}, #{pair()}, #{pair(), pair()}, #{(pair())})
--> 0	0	2	3	1
print(#{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
    40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58,
    59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, v, v, v, v, v, pair()})
--> 77
local object = {n = 1, add = function(self, n)
    self.n = self.n + n
    return self
end}
print(object:add(2):add(3).n, ("x"):rep(3))   --> 6	xxx
local deep = {a = {b = {c = {1, {2}}}}}
deep.a.b.c[2][1] = deep.a.b.c[1]
print(deep.a.b.c[2][1], deep["a"]["b"] == deep.a.b) --> 1	true
