-- tests/limit/memory_stops_format.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
local s = ("x"):rep(2000000)
local r = ("%s%s%s%s%s%s%s%s"):format(s, s, s, s, s, s, s, s)
print("never")
--? 125
