-- tests/limit/fuel_pays_for_string_comparison.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local a, b = ("x"):rep(100000) .. "a", ("x"):rep(100000) .. "b"
while true do local r = a < b end
--? 124
