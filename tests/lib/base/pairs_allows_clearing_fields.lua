-- tests/lib/base/pairs_allows_clearing_fields.lua
local t = {}
for i = 1, 50 do t[i] = i; t["k" .. i] = i end
local n, s = 0, 0
for k, v in pairs(t) do
    n = n + 1
    s = s + v
    t[k] = nil
end
print(n, s, next(t))                    --> 100	2550	nil
t = {a = 1, b = 2, c = 3}
for k in pairs(t) do t[k] = t[k] * 10 end
print(t.a, t.b, t.c)                    --> 10	20	30
for k, v in pairs {} do print("never") end
