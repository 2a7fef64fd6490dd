-- Keys 0, -1, huge ones, floats, in sites that saw small integers.
local function get(t, k) return t[k] end
local t = {10, 20, 30, [0] = "zero", [-1] = "minus", [2^53 | 0] = "big", [1.5] = "half",
    [math.maxinteger] = "max", [math.mininteger] = "min"}
for i = 1, 3 do assert(get(t, i) == i * 10) end
print(get(t, 0), get(t, -1), get(t, 4), get(t, 2^53), get(t, 1.5), get(t, 2.0))
--> zero	minus	nil	big	half	20
print(get(t, math.maxinteger), get(t, math.mininteger), get(t, -0.0), get(t, 1 << 32))
--> max	min	zero	nil
print(get(t, "1"), get(t, true), get(t, nil), get(t, 0 / 0))
--> nil	nil	nil	nil
local function set(t, k, v) t[k] = v end
for i = 1, 5 do set(t, i, i) end
set(t, 0, "0") set(t, 6.0, "six") set(t, -0.0, "neg zero") set(t, 1 << 32, "33 bits")
print(t[0], t[6], #t, t[4294967296], t[1]) --> neg zero	six	6	33 bits	1
print(pcall(set, t, nil, 1), select(2, pcall(set, t, 0 / 0, 1)))
--> false	integer_keys_at_borders.lua:12: table index is NaN
print(t[255], t[256], t[65535], t[65536]) --> nil	nil	nil	nil
t[255], t[256], t[65535], t[65536] = "a", "b", "c", "d"
print(t[255], t[256], t[65535], t[65536]) --> a	b	c	d
