-- tests/limit/fuel_stops_an_integer_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
for i = 1, math.maxinteger do end
print("never")
--? 124
