-- tests/limit/fuel_stops_a_pairs_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local t = {1, 2, 3, a = 1, b = 2}
while true do for k, v in pairs(t) do end end
--? 124
