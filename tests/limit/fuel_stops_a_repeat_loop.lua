-- tests/limit/fuel_stops_a_repeat_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
repeat until false
--? 124
