-- tests/limit/memory_ends_in_os_exit_that_closes.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local x <close> = setmetatable({}, {__close = function() print("not here") end})
local y <close> = setmetatable({}, {__close = function() local t = {} while true do t[#t + 1] = {} end end})
os.exit(true, true)
--? 125
