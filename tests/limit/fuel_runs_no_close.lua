-- tests/limit/fuel_runs_no_close.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local x <close> = setmetatable({}, {__close = function() print("closed") end})
while true do end
--? 124
