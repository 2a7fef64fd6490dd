-- tests/limit/fuel_pays_for_lines_of_a_function.lua
-- args: --fuel=3000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local f = load(("x = 1\n"):rep(100000))
while true do debug.getinfo(f, "L") end
--? 124
