-- tests/lang/syntax/line_numbers_after_long_code.lua
local f = load(("\n"):rep(70000) .. "error('here')", "=c")
print(pcall(f))                         --> false	c:70001: here
local g = load("local x = 1" .. ("\n"):rep(300) .. "local y = nil + x", "=c")
print(pcall(g))
--> false	c:301: attempt to perform arithmetic on a nil value
print(pcall(load(("x = 1\n"):rep(1000) .. "x = x.y.z", "=c")))
--> false	c:1001: attempt to index a number value (global 'x')
