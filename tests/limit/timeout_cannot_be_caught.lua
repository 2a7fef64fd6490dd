-- tests/limit/timeout_cannot_be_caught.lua
-- args: --timeout=1
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
local x <close> = setmetatable({}, {__close = function() print("closed") end})
print(pcall(function() while true do end end))
--? 124
