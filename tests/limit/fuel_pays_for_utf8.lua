-- tests/limit/fuel_pays_for_utf8.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("\u{20ac}"):rep(10000)
while true do utf8.len(s) end
--? 124
