-- nil stored into globals, fields, elements, upvalues, by constants and values.
local up, t, none = 1, {1, 2, 3, x = 1, [2.5] = 1}, nil
local function clear() up = nil glob = nil t.x = nil t[3] = nil t[2.5] = none t[1] = none end
glob = 5
clear()
print(up, glob, t.x, t[3], t[2.5], t[1], t[2], next(t))
--> nil	nil	nil	nil	nil	nil	2	2	2
clear()
t.y, t[5], t.y, t[5] = 1, 2
print(t.y, t[5])                          --> 1	2
t.new = nil t[10] = nil t[-1] = nil
print(t.new, t[10], t[-1])                --> nil	nil	nil
print(pcall(function() t[nil] = nil end))
--> false	assigning_nil_to_many_things.lua:13: table index is nil
print(t[nil])                             --> nil
