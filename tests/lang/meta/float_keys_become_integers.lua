-- tests/lang/meta/float_keys_become_integers.lua
local t = {}
t[1.0] = "a"; t[2] = "b"; t[2 ^ 53] = "c"; t[-0.0] = "z"; t[1.5] = "f"
print(t[1], t[2.0], t[1 << 53], t[0], t[1.5])  --> a	b	c	z	f
for k in pairs {[3.0] = 1} do print(k, math.type(k)) end  --> 3	integer
t["1"] = "string"
print(t[1], t["1"], #t)                 --> a	string	2
print(({10, 20, 30})[2.0], ({10, 20})[1.5])  --> 20	nil
