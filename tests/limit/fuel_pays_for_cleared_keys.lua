-- tests/limit/fuel_pays_for_cleared_keys.lua
-- args: --fuel=10000000
-- skip-mode: fail-alloc stress-gc stress-check stress-random stress-step stress-every
-- oracle: no (limits are ours)
local t = {}
for i = 1, 200000 do t["k" .. i] = 1 end
for i = 1, 199999 do t["k" .. i] = nil end
while true do next(t) end
--? 124
