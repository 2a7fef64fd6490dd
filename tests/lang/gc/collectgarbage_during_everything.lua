-- Collections in metamethods, iterators, sort, gsub, concat, constructors.
local function c(x) collectgarbage() return x end
local T = setmetatable({}, {__index = function(_, k) return c(k .. k) end, __add = function(a, b) return c {b} end, __concat = function() return c "cat" end})
print(T.name, (T + 5)[1], T .. "x", "a" .. c "b" .. c "c")
--> namename	5	cat	abc
local t = {c "x", c {1}, key = c "v", [c "k"] = c "w", c "last"}
print(t[1], t[2][1], t.key, t.k, t[3])    --> x	1	v	w	last
table.sort(t, function(a, b) return c(tostring(a) < tostring(b)) end)
print(type(t[1]), #t)                     --> string	3
print(("abc"):gsub(".", function(s) return c(s:upper()) end)) --> ABC	3
for k, v in (function() local i = 0 return function() i = i + 1 if i < 4 then return c(i), c("v" .. i) end end end)() do T[k] = v end
print(T[1], T[2], T[3])                   --> v1	v2	v3
local co = coroutine.wrap(function(a) while true do a = coroutine.yield(c {a}) end end)
print(co(1)[1], co(2)[1])                 --> 1	2
local function rec(n) if n == 0 then return c "bottom" end local x = {n} return rec(n - 1) .. x[1] end
print(rec(10))                            --> bottom12345678910
print(pcall(function() local x <close> = setmetatable({}, {__close = function() collectgarbage() end}) error(c "err", 0) end))
--> false	err
print(string.format("%s %s", c "f", setmetatable({}, {__tostring = function() return c "ts" end})))
--> f ts
