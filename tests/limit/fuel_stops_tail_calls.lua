-- tests/limit/fuel_stops_tail_calls.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local function f(n) return f(n + 1) end
f(1)
--? 124
