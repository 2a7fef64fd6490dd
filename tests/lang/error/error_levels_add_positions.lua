-- tests/lang/error/error_levels_add_positions.lua
local function f(level) error("msg", level) end
print(pcall(f, 0))                      --> false	msg
print(pcall(f, 1))
--> false	error_levels_add_positions.lua:2: msg
local function g(level) f(level) end
print(pcall(g, 2))
--> false	error_levels_add_positions.lua:6: msg
print(pcall(g, 3))                      --> false	msg
print(pcall(error, "x", 1))             --> false	x
print(pcall(error, "x", 2))
--> false	error_levels_add_positions.lua:11: x
print(pcall(function() error("one") end))
--> false	error_levels_add_positions.lua:13: one
print(pcall(function() error("two", 2) end))  --> false	two
print(pcall(function() error(42) end))  --> false	42
print(pcall(function() error(4.5, 1) end))  --> false	4.5
