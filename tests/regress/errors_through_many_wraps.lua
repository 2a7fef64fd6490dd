-- tests/regress/errors_through_many_wraps.lua
-- skip-mode: stress-gc stress-step
-- The innermost coroutines are resumed by C, the outer ones are not.
local function nest()
    return coroutine.wrap(nest)()
end
local ok, m = pcall(nest)
print(ok, type(m), m:match("stack overflow"))   --> false	string	stack overflow
