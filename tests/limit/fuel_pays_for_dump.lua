-- tests/limit/fuel_pays_for_dump.lua
-- args: --fuel=3000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local f = load(("x = 1\n"):rep(20000))
while true do string.dump(f) end
--? 124
