-- tests/lib/table/sort_through_metamethods.lua
local data = {5, 3, 8, 1}
local proxy = setmetatable({}, {__index = data, __newindex = data,
    __len = function() return #data end})
table.sort(proxy)
print(table.concat(data, " "), rawlen(proxy))  --> 1 3 5 8	0
local mt = {__lt = function(a, b) return a.v < b.v end}
local objs = {}
for i, v in ipairs {3, 1, 2} do objs[i] = setmetatable({v = v}, mt) end
table.sort(objs)
print(objs[1].v, objs[2].v, objs[3].v)  --> 1	2	3
table.sort(objs, function(a, b) return a.v > b.v end)
print(objs[1].v, objs[3].v)             --> 3	1
