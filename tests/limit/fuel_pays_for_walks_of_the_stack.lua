-- tests/limit/fuel_pays_for_walks_of_the_stack.lua
-- args: --fuel=10000000
-- skip-mode: fail-alloc stress-stack
-- oracle: no (limits are ours)
local function deep(n)
    if n > 0 then return 1 + deep(n - 1) end
    while true do
        debug.traceback("", 1)
        debug.getinfo(90000, "l")
        pcall(error, "x", 90000)
    end
end
deep(100000)
--? 124
