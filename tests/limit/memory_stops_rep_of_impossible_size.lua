-- tests/limit/memory_stops_rep_of_impossible_size.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("x"):rep(1 << 30)
print("never")
--? 125
