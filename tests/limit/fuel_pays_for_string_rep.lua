-- tests/limit/fuel_pays_for_string_rep.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
while true do local s = ("x"):rep(100000) end
--? 124
