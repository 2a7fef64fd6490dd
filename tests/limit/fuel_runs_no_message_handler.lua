-- tests/limit/fuel_runs_no_message_handler.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
xpcall(function() while true do end end, function(m) print("handler", m) end)
--? 124
