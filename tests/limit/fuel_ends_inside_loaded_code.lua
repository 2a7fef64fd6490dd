-- tests/limit/fuel_ends_inside_loaded_code.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
pcall(load "while true do end")
print("never")
--? 124
