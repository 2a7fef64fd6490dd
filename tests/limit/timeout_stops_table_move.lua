-- tests/limit/timeout_stops_table_move.lua
-- args: --timeout=1
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
table.move({}, 1, 1 << 50, 2)
--? 124
