-- tests/limit/memory_stops_a_growing_table.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local t = {}
for i = 1, math.maxinteger do t[i] = i end
--? 125
