-- Strings longer than 40 bytes equal by their bytes.
local function long(i) return ("%050d"):format(i) end
local t = {}
for i = 1, 200 do t[long(i)] = i end
local ok = true
for i = 1, 200 do ok = ok and t[long(i)] == i end
print(ok, t[long(201)], long(5) == long(5), long(5) ~= long(6), #long(1))
--> true	nil	true	true	50
for i = 1, 200, 2 do t[long(i)] = nil end
local n = 0
for k, v in pairs(t) do n = n + 1 ok = ok and k == long(v) end
print(ok, n)                              --> true	100
local forty, more = ("z"):rep(40), ("z"):rep(41)
t[forty], t[more] = "short", "long"
print(t[more:sub(1, 40)], t[forty .. "z"], rawequal(forty, more:sub(1, 40)), rawequal(more, forty .. "z"))
--> short	long	true	true
