-- tests/limit/memory_cannot_be_caught.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc
-- oracle: no (limits are ours)
print("start")                          --> start
print(pcall(string.rep, "x", 1000 * 1000 * 1000))
print("never")
--? 125
