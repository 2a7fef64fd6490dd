-- tests/limit/timeout_stops_a_loop.lua
-- args: --timeout=1
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
print("start")                          --> start
while true do end
--? 124
