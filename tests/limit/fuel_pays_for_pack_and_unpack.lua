-- tests/limit/fuel_pays_for_pack_and_unpack.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local s = ("x"):rep(10000)
while true do string.unpack("s4", string.pack("s4", s)) end
--? 124
