-- tests/limit/memory_stops_a_growing_string.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local s = "x"
while true do s = s .. s end
--? 125
