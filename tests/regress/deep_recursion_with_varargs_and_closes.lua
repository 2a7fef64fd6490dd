-- Deep frames of every kind, back out again.
local function va(n, ...) if n == 0 then return select("#", ...) end return (va(n - 1, n, ...)) end
print(va(150))                            --> 150
local closed = 0
local mt = {__close = function() closed = closed + 1 end}
local function cl(n) local c <close> = setmetatable({}, mt) if n > 0 then return cl(n - 1) end return "bottom" end
print(cl(150), closed)                    --> bottom	151
local function pc(n) if n == 0 then error("deep", 0) end local ok, e = pcall(pc, n - 1) return error(e, 0) end
print(pcall(pc, 100))                     --> false	deep
local function co(n) if n == 0 then return "inner" end return coroutine.wrap(co)(n - 1) end
print(co(100))                            --> inner
local T = setmetatable({}, {__index = function(t, k) if k == 0 then return "end" end return t[k - 1] end})
print(T[150])                             --> end
local S = setmetatable({}, {__concat = function(a, b) if type(b) == "number" and b > 0 then return a .. (b - 1) end return "done" end})
print(S .. 100)                           --> done
print(select("#", string.byte(("x"):rep(200), 1, -1))) --> 200
print(#string.format(("%s"):rep(100), table.unpack((function() local t = {} for i = 1, 100 do t[i] = i end return t end)())))
--> 192
