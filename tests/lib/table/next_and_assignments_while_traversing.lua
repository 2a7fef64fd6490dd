-- Fields that are there may change and be cleared during a traversal.
local t = {}
for i = 1, 10 do t[i] = i t["k" .. i] = i t[i + 0.5] = i end
local n = 0
for k, v in pairs(t) do
    n = n + 1
    t[k] = type(k) == "number" and k % 2 == 0 and k * 10 or nil
end
local left, sum = 0, 0
for k, v in pairs(t) do left = left + 1 sum = sum + v end
print(n, left, sum)                       --> 30	5	300
for k in pairs(t) do t[k] = nil end
print(next(t))                            --> nil
t = {1, 2, 3, a = 1, b = 2}
local k = next(t)
t[k] = nil
print(next(t, k) ~= nil)                  --> true
for k in next, t do if k ~= "b" then t[k] = nil end end
print(next(t))                            --> b	2
print(pcall(next, t, "not there"))        --> false	invalid key to 'next'
print(pcall(next, t, 100))                --> false	invalid key to 'next'
print(pcall(next, t, 1.5))                --> false	invalid key to 'next'
