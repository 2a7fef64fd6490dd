-- tests/limit/memory_stops_endless_lines.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
pcall(function() for line in io.lines("/dev/zero") do end end)
print("not here")
--? 125
