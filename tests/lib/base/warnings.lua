-- tests/lib/base/warnings.lua
warn("@on")                             --> out
warn("shown ", "in ", "pieces")
warn("@off")
warn("hidden")
warn("@on")
warn("@unknown control")
print("out")
print(pcall(warn))
--> false	bad argument #1 to 'warn' (string expected, got no value)
print(pcall(warn, "a", {}))
--> false	bad argument #2 to 'warn' (string expected, got table)
print(pcall(warn, 1, 2))                --> true
--! Lua warning: shown in pieces
--! Lua warning: 12
--? 0
