-- tests/limit/fuel_ends_inside_a_reader_function.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
load(function() while true do end end)
print("never")
--? 124
