-- tests/lang/coroutine/deep_nesting_overflows_cleanly.lua
-- skip-mode: stress-gc
local function nest()
    local co = coroutine.wrap(nest)
    return co()
end
local ok, m = pcall(nest)
print(ok, m:match("stack overflow"))    --> false	stack overflow
print(pcall(string.rep, "ok", 2))       --> true	okok
