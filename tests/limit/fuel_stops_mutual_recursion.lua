-- tests/limit/fuel_stops_mutual_recursion.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local a, b
function a(n) return b(n) end
function b(n) return a(n) end
a(1)
--? 124
