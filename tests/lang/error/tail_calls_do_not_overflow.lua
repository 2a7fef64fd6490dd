-- tests/lang/error/tail_calls_do_not_overflow.lua
local function loop(n) if n == 0 then return "bottom" end return loop(n - 1) end
print(loop(100000))                     --> bottom
local function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(pcall(even, 10))                  --> true	true
local a, b
function a(n) if n == 0 then return "a" end return b(n - 1) end
function b(n) if n == 0 then return "b" end return a(n - 1) end
print(a(50001))                         --> b
