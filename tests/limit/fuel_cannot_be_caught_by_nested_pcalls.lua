-- tests/limit/fuel_cannot_be_caught_by_nested_pcalls.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local function nest(n)
    if n == 0 then while true do end end
    local ok, m = pcall(nest, n - 1)
    print("caught", n)
end
nest(20)
--? 124
