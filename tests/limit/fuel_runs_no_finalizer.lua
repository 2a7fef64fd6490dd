-- tests/limit/fuel_runs_no_finalizer.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
keep = setmetatable({}, {__gc = function() io.write("finalized\n") end})
while true do end
--? 124
