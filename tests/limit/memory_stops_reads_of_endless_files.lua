-- tests/limit/memory_stops_reads_of_endless_files.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local f <close> = io.open("/dev/zero")
pcall(f.read, f, "l")
print("not here")
--? 125
