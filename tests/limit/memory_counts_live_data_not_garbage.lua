-- tests/limit/memory_counts_live_data_not_garbage.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
for i = 1, 100000 do
    local t = {i, tostring(i), ("x"):rep(100)}
end
print("done")                           --> done
