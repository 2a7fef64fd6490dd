-- tests/limit/timeout_leaves_quick_programs_alone.lua
-- args: --timeout=60
-- oracle: no (limits are ours)
print("done")                           --> done
