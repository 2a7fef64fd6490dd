-- tests/limit/fuel_stops_a_generic_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
for x in function() return 1 end do end
--? 124
