-- tests/lang/error/stack_overflow_is_catchable.lua
-- skip-mode: stress-gc stress-stack
local function f(n) return 1 + f(n + 1) end
local ok, m = pcall(f, 1)
print(ok, m:match("stack overflow"))    --> false	stack overflow
local function g() local a, b, c, d; return g() + 1 end
print((select(2, pcall(g)):match("^[^:]+:%d+: stack overflow")))
--> stack_overflow_is_catchable.lua:6: stack overflow
print(pcall(function() return "still fine" end))  --> true	still fine
local depth = 0
local function h() depth = depth + 1; h() end
pcall(h)
print(depth > 10000)                    --> true
