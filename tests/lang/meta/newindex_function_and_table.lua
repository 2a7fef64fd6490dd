-- tests/lang/meta/newindex_function_and_table.lua
local log = {}
local t = setmetatable({}, {__newindex = function(tt, k, v)
    log[#log + 1] = k .. "=" .. tostring(v)
    rawset(tt, k, v)
end})
t.a = 1
t.a = 2
t.b = nil
t[1] = "x"
print(t.a, table.concat(log, " "))      --> 2	a=1 b=nil 1=x
local store = {}
local p = setmetatable({own = 0}, {__newindex = store})
p.own = 1
p.other = 2
print(rawget(p, "own"), rawget(p, "other"), store.other, p.other)
--> 1	nil	2	nil
