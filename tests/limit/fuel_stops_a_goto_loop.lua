-- tests/limit/fuel_stops_a_goto_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
::top:: goto top
--? 124
