-- tests/limit/fuel_ends_inside_a_message_handler.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
print(xpcall(error, function() while true do end end))
--? 124
