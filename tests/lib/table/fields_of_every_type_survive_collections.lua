-- Keys and values of every type, collected around.
local t, keys = {}, {}
for i = 1, 50 do keys[i] = {} t[keys[i]] = i t["s" .. i] = {i} t[i + 0.25] = tostring(i) t[i] = i * 1.5 end
for i = 1, 50, 2 do t[keys[i]] = nil keys[i] = nil t["s" .. i] = nil end
collectgarbage() collectgarbage()
local n, sum = 0, 0
for k, v in pairs(t) do n = n + 1 if type(k) == "number" then sum = sum + (tonumber(v)) end end
print(n, sum, t.s2[1], t[keys[2]], t[2.25], t[3], t.s3)
--> 150	3187.5	2	2	2	4.5	nil
for i = 1, 200 do t["x" .. i] = i t["x" .. i] = nil end
collectgarbage()
print(t.s50[1], t[keys[50]], #t)          --> 50	50	50
