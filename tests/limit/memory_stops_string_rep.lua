-- tests/limit/memory_stops_string_rep.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("x"):rep(1000 * 1000 * 1000)
print("never")
--? 125
