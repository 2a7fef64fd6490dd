-- tests/limit/memory_stops_gsub_of_long_pieces.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
pcall(string.gsub, ("x"):rep(100000), "x", ("y"):rep(10000))
print("not here")
--? 125
