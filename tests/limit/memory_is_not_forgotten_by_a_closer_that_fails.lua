-- tests/limit/memory_is_not_forgotten_by_a_closer_that_fails.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
debug.setmetatable("", {__index = string, __call = function()
    local x <close> = setmetatable({}, {__close = error})
    local t = {}
    while true do t[#t + 1] = {} end
end})
print(("x"):gsub("x", pcall)) -- the pcall of C
print("not here")
--? 125
