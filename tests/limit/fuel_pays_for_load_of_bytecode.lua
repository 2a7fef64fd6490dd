-- tests/limit/fuel_pays_for_load_of_bytecode.lua
-- args: --fuel=3000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = string.dump(load(("x = 1\n"):rep(20000)))
local damaged = s:sub(1, -2)
while true do load(s) load(damaged) end
--? 124
