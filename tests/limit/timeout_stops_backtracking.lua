-- tests/limit/timeout_stops_backtracking.lua
-- args: --timeout=1
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
print(("a"):rep(40):find(("a?"):rep(40) .. ("a"):rep(40) .. "b"))
--? 124
