-- tests/limit/fuel_stops_calls_of_library_functions.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local max = math.max
::top:: max(1, 2) max(3, 4) goto top
--? 124
