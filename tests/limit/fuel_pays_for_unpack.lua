-- tests/limit/fuel_pays_for_unpack.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local t = {}
for i = 1, 200 do t[i] = i end
local unpack = table.unpack
while true do unpack(t) end
--? 124
