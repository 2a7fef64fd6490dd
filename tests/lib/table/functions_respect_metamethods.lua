-- tests/lib/table/functions_respect_metamethods.lua
local log = {}
local t = setmetatable({}, {
    __index = function(_, k) log[#log + 1] = "get" .. k; return k end,
    __newindex = function(_, k, v) log[#log + 1] = "set" .. k end,
    __len = function() return 3 end})
table.insert(t, "x")
print(table.concat(log, " ")); log = {}  --> set4
table.insert(t, 2, "y")
print(table.concat(log, " ")); log = {}  --> get3 set4 get2 set3 set2
print(table.remove(t, 1), table.concat(log, " ")); log = {}
--> 1	get1 get2 set1 get3 set2 set3
print(table.unpack(t))                  --> 1	2	3
print(pcall(table.insert, setmetatable({},
    {__len = function() return "x" end}), 1))
--> false	object length is not an integer
print(pcall(table.insert, setmetatable({},
    {__len = function() return 1.5 end}), 1))
--> false	object length is not an integer
