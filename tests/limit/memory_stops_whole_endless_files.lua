-- tests/limit/memory_stops_whole_endless_files.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local f <close> = io.open("/dev/zero")
pcall(f.read, f, "a")
print("not here")
--? 125
