-- tests/limit/fuel_stops_a_float_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
for x = 0.0, math.huge do end
print("never")
--? 124
