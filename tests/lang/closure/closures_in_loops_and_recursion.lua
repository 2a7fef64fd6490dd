-- Each iteration and each activation has its own variables.
local fs = {}
for i = 1, 3 do local x = i * 10 fs[i] = {get = function() return x, i end, add = function(n) x = x + n end} end
fs[1].add(5) fs[3].add(-1)
print(fs[1].get(), fs[2].get(), fs[3].get()) --> 15	20	29	3
print((fs[1].get()), (fs[3].get()))       --> 15	29
local function make(n) if n == 0 then return {} end local t = make(n - 1) t[n] = function() n = n + 1 return n end return t end
local m = make(3)
print(m[1](), m[1](), m[2](), m[3](), m[1]()) --> 2	3	3	4	4
local i = 0
while i < 2 do i = i + 1 local y = i fs[i] = function() y = y * 2 return y + i end end
print(fs[1](), fs[1](), fs[2](), i)       --> 4	6	6	2
repeat local z = i fs[1] = function() return z end until z == 2
print(fs[1]())                            --> 2
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end, function() n = 0 end end
local inc, get, reset = counter()
inc() inc()
print(get(), reset(), get(), inc(), counter()()) --> 2	nil	0	1	1
for k, v in pairs {a = 1} do fs[1] = function() k = k .. v return k end end
print(fs[1](), fs[1]())                   --> a1	a11
local function deep() local a = 1 return function() local b = 2 return function() local c = 3 return function() a = a + 1 return a + b + c end end end end
local d = deep()()()
print(d(), d(), deep()()()())             --> 7	8	7
