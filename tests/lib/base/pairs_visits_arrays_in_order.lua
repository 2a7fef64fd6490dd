-- tests/lib/base/pairs_visits_arrays_in_order.lua
local out = {}
for k, v in pairs {"a", "b", "c", "d"} do out[#out + 1] = k .. v end
print(table.concat(out, " "))           --> 1a 2b 3c 4d
local t = {}
for i = 1, 100 do t[i] = i end
local last, ok = 0, true
for k in pairs(t) do ok = ok and k == last + 1; last = k end
print(ok, last)                         --> true	100
