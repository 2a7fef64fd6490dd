-- tests/limit/fuel_pays_for_names_in_messages.lua
-- args: --fuel=10000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local f = load(("x = 1\n"):rep(100000) .. "local n n()")
while true do pcall(f) end
--? 124
