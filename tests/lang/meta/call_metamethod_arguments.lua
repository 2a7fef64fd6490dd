-- __call gets the object first; it may chain, and be a tail call.
local T = setmetatable({}, {__call = function(self, ...) return select("#", ...), ... end})
print(T(), T(nil), T(1, nil, 3))          --> 0	1	3	1	nil	3
print((T(1, 2)))                          --> 2
local U = setmetatable({}, {__call = T})
print(select("#", U(1)), (U(1)))          --> 3	2
local function tail(...) return T(...) end
print(tail(1, 2))                         --> 2	1	2
print(pcall(T, "p"))                      --> true	1	p
print(pcall(coroutine.create, T))
--> false	bad argument #1 to 'coroutine.create' (function expected, got table)
print(pcall(setmetatable({}, {__call = 1})))
--> false	attempt to call a number value
print(pcall(setmetatable({}, {__call = {}})))
--> false	attempt to call a table value
local t = {T = T}
print(t.T("field"), (t:T("method")))      --> 1	2
for a in T do print(a) break end          --> 2
