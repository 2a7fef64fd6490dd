-- tests/limit/fuel_pays_for_byte_and_char.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("x"):rep(1000)
while true do string.char(s:byte(1, -1)) end
--? 124
