-- tests/limit/memory_stops_unpack.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local keep = {}
local t = {}
for i = 1, 250 do t[i] = i end
while true do keep[#keep + 1] = {table.unpack(t)} end
--? 125
