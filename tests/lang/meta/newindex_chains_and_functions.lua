-- __newindex: a table takes the store; a function decides; rawset goes by.
local store = {}
local mt = {__newindex = store}
local t = setmetatable({there = 1}, mt)
t.there, t.new, t[1] = 2, 3, 4
print(rawget(t, "there"), rawget(t, "new"), store.new, store[1], rawget(t, 1))
--> 2	nil	3	4	nil
mt.__newindex = function(t, k, v) rawset(t, k, v * 2) end
t.new, t[1], t[2] = 5, 6, 7
print(t.new, t[1], t[2])                  --> 10	12	14
t.new = 8
print(t.new)                              --> 8
rawset(t, "raw", 9)
print(t.raw)                              --> 9
mt.__newindex = setmetatable({}, {__newindex = function(_, k) error("no " .. k, 0) end})
print(pcall(function() t.other = 1 end))  --> false	no other
print(pcall(function() t[10] = 1 end))    --> false	no 10
mt.__newindex = 42
print(pcall(function() t.more = 1 end))
--> false	newindex_chains_and_functions.lua:19: attempt to index a number value
mt.__newindex = nil
t.more = 1
print(t.more)                             --> 1
