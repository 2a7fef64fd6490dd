-- tests/limit/memory_stops_table_concat.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local t = {}
local s = ("x"):rep(100000)
for i = 1, 1000 do t[i] = s end
table.concat(t)
print("never")
--? 125
