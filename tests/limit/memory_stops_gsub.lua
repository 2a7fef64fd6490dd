-- tests/limit/memory_stops_gsub.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
(("x"):rep(100000)):gsub("x", ("y"):rep(10000))
print("never")
--? 125
