-- <const> and <close> with other names beside them.
local a <const>, b, c <const> = 1, 2, 3
b = b + a + c
print(a, b, c)                            --> 1	6	3
local function try(s) print((select(2, load(s, "=s")))) end
--> s:1: attempt to assign to const variable 'a'
--> s:1: attempt to assign to const variable 'a'
--> s:1: attempt to assign to const variable 'a'
--> s:1: attempt to assign to const variable 'a'
--> s:1: attempt to assign to const variable 'a'
--> s:1: multiple to-be-closed variables in local list
--> s:1: unknown attribute 'foo'
--> nil
--> s:1: syntax error near '<'
try "local a <const> = 1; a = 2"
try "local a <close> = nil; a = 2"
try "local a <const> = 1; function a() end"
try "local a <const> = 1; local function f() a = 2 end"
try "local a <const> = 1; for i = 1, 2 do a = i end"
try "local a <close>, b <close> = nil, nil"
try "local a <foo> = 1"
try "local a < const > = 1; return a"
try "local function f() end; f <const> = 1"
local s <const> = "text"
print(s .. s, #s, ({[s] = 1}).text)       --> texttext	4	1
local big <const> = 2^53
print(big + 1 == big, (function() return big end)())
--> true	9.007199254741e+15
