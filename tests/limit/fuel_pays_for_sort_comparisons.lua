-- tests/limit/fuel_pays_for_sort_comparisons.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local t = {}
for i = 1, 5000 do t[i] = (i * 7919) % 5003 end
pcall(table.sort, t, function(a, b) return a < b end)
print("never")
--? 124
