-- One function's code, run by closures over different tables.
local function make(t) return function(v) t.n = t.n + v return t.n, t.name end end
local a, b = make {n = 1, name = "a"}, make {name = "b", other = 1, n = 10}
local c = make(setmetatable({n = 100}, {__index = {name = "inherited"}}))
print(a(1), b(1), c(1))                   --> 2	11	101	inherited
print((a(1)), (b(1)), (c(1)), select(2, a(0)), select(2, b(0)), select(2, c(0)))
--> 3	12	102	a	b	inherited
local d = make(setmetatable({}, {__index = function() return 7 end, __newindex = function() end}))
print(d(1))                               --> 7	7
print(pcall(make {}, 1))
--> false	upvalue_tables_of_many_closures.lua:2: attempt to perform arithmetic on a nil value (field 'n')
print((a(1)))                             --> 4
