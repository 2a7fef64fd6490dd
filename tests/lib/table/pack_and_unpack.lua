-- tests/lib/table/pack_and_unpack.lua
local t = table.pack(1, nil, 3, nil)
print(t.n, t[1], t[2], t[3], #table.pack())  --> 4	1	nil	3	0
print(table.pack().n, table.unpack({1, 2, 3}))  --> 0	1	2	3
print(table.unpack({1, 2, 3}, 2), table.unpack({1, 2, 3}, 2, 3))  --> 2	2	3
print(table.unpack({1, nil, 3}, 1, 3))  --> 1	nil	3
print(table.unpack({}, 1, 3), (table.unpack({1, 2})))  --> nil	1
print(select("#", table.unpack({}, 1, 0)), select("#", table.unpack({}, 5, 4)),
    select("#", table.unpack({n = 3})))  --> 0	0	0
print(table.unpack(setmetatable({}, {__index = function(_,
    i) return i * 10 end}), 1, 3))      --> 10	20	30
print(table.unpack("abc", 1, 2))        --> nil	nil
print(pcall(table.unpack))
--> false	attempt to get length of a nil value
print(pcall(table.unpack, {}, 1, 1e8))  --> false	too many results to unpack
print(table.unpack({[math.maxinteger] = "max"}, math.maxinteger,
    math.maxinteger))                   --> max
print(table.unpack({1, 2}, -1, 1))      --> nil	nil	1
