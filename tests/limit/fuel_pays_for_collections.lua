-- tests/limit/fuel_pays_for_collections.lua
-- args: --fuel=10000000
-- skip-mode: fail-alloc stress-gc stress-check stress-random stress-step stress-every
-- oracle: no (limits are ours)
local t = {}
for i = 1, 100000 do t[i] = {} end
while true do
    collectgarbage()
    collectgarbage("step", 100000)
end
--? 124
