-- tests/limit/fuel_ends_in_os_exit_that_closes.lua
-- args: --fuel=300000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local x <close> = setmetatable({}, {__close = function() print("not here") end})
local y <close> = setmetatable({}, {__close = function() while true do end end})
os.exit(true, true)
--? 124
