-- tests/limit/fuel_pays_for_next_over_empty_tables.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local t = {}
for i = 1, 5000 do t["k" .. i] = i end
for i = 1, 5000 do t["k" .. i] = nil end
while true do next(t) end
--? 124
