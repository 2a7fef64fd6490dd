-- tests/limit/memory_stops_os_date.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
pcall(os.date, ("%c"):rep(1000000))
print("not here")
--? 125
