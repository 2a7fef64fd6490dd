-- tests/limit/fuel_pays_for_table_insert_and_remove.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local t = {}
for i = 1, 10000 do t[i] = i end
while true do table.insert(t, 1, 0); table.remove(t, 1) end
--? 124
