-- tests/limit/fuel_zero_work_left_is_reported.lua
-- args: --fuel=1
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
for i = 1, 100000 do end
print("never")
--? 124
