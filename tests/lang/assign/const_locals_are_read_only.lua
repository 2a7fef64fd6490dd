-- tests/lang/assign/const_locals_are_read_only.lua
local K <const> = 10
local S <const>, T <const> = "s", {}
T.x = K + 1
print(K, S, T.x)                        --> 10	s	11
print(select(2, load "local x <const> = 1; x = 2"))
--> [string "local x <const> = 1; x = 2"]:1: attempt to assign to const variable 'x'
print(select(2, load "local x <const> = 1; function f() x = 2 end"))
--> [string "local x <const> = 1; function f() x = 2 end"]:1: attempt to assign to const variable 'x'
print(select(2, load "local x <close> = nil; x = 2"))
--> [string "local x <close> = nil; x = 2"]:1: attempt to assign to const variable 'x'
print(select(2, load "local a, x <const> = 1, 2\na, x = 3, 4"))
--> [string "local a, x <const> = 1, 2..."]:2: attempt to assign to const variable 'x'
print(select(2, load "local x <const> = 1; for x = 1, 2 do x = 3 end x = 4"))
--> [string "local x <const> = 1; for x = 1, 2 do x = 3 en..."]:1: attempt to assign to const variable 'x'
print(select(2, load "local function f() local x <const> = 1; x = x + 1 end"))
--> [string "local function f() local x <const> = 1; x = x..."]:1: attempt to assign to const variable 'x'
