-- tests/limit/memory_runs_no_handler_close_or_finalizer.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
keep = setmetatable({}, {__gc = function() io.write("finalized\n") end})
local x <close> = setmetatable({}, {__close = function() print("closed") end})
xpcall(string.rep, function() print("handled") end, "x", 1000 * 1000 * 1000)
print("never")
--? 125
