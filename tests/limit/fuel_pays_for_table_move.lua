-- tests/limit/fuel_pays_for_table_move.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
pcall(table.move, {1, 2, 3}, 1, 1 << 40, 1)
print("never")
--? 124
