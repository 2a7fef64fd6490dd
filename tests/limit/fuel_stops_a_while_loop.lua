-- tests/limit/fuel_stops_a_while_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
print("start")                          --> start
while true do end
--? 124
