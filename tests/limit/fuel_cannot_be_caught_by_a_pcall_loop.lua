-- tests/limit/fuel_cannot_be_caught_by_a_pcall_loop.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
while true do pcall(error) end
--? 124
