-- tests/limit/fuel_pays_for_sort.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local t = {}
for i = 1, 100000 do t[i] = (i * 7919) % 100003 end
table.sort(t)
print("never")
--? 124
