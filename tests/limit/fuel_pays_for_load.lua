-- tests/limit/fuel_pays_for_load.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local code = ("x = 1 "):rep(5000)
while true do load(code) end
--? 124
