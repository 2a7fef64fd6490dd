-- tests/lang/error/stack_overflow_in_metamethods.lua
-- skip-mode: stress-gc stress-stack
local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end})
local ok, m = pcall(function() return t[1] end)
print(ok, m:match("stack overflow"))    --> false	stack overflow
local c = setmetatable({}, {__concat = function(a, b) return a .. b end})
print(select(2, pcall(function() return c .. "x" end)):match("stack overflow"))
--> stack overflow
local p = setmetatable({}, {__tostring = function(s) return tostring(s) end})
print(select(2, pcall(tostring, p)):match("stack overflow"))
--> stack overflow
