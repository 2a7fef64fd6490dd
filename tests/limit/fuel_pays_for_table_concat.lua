-- tests/limit/fuel_pays_for_table_concat.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local t = {}
for i = 1, 1000 do t[i] = "xxxxxxxxxxxxxxxx" end
while true do table.concat(t, ", ") end
--? 124
