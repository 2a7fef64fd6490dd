-- tests/lang/syntax/and_or_not.lua
print(nil and 1, false and 1, 0 and 1, "" and 1, 1 and nil)
--> nil	false	1	1	nil
print(nil or 1, false or nil, 0 or 1, nil or false)  --> 1	nil	0	false
print(not nil, not 0, not not "", not false == true)  --> true	false	true	true
local n = 0
local function f(v) n = n + 1; return v end
print(f(false) and f(1), n, f(1) or f(2), n)  --> false	1	1	2
print(1 and 2 or 3, nil and 2 or 3, 1 and nil or 3, (nil or 2) and 4)
--> 2	3	3	4
local x = f(nil) or f(false) or f(0) or f(1)
print(x, n)                             --> 0	5
local t = f(1) and f(2) and {f(3) and 4}
print(t[1], n, (1 < 2) == true, 1 < 2 and 2 < 3)  --> 4	8	true	true
