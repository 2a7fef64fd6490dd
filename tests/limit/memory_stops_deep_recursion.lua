-- tests/limit/memory_stops_deep_recursion.lua
-- args: --max-memory=10M
-- skip-mode: fail-alloc stress-gc stress-stack
-- oracle: no (limits are ours)
local t = {}
local function f(n) t[n] = {n, n, n, n}; return f(n + 1) + 1 end
while true do pcall(f, #t + 1) end
--? 125
