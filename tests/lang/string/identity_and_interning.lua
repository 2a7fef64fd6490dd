-- tests/lang/string/identity_and_interning.lua
local a = "abc" .. "def"
local b = "abcd" .. "ef"
print(a == b, ({[a] = 1})[b])           --> true	1
local long1, long2 = ("x"):rep(1000), ("x"):rep(1000)
print(long1 == long2, ({[long1] = "found"})[long2])  --> true	found
print(long1 == long2 .. "", long1 ~= long2 .. "y")  --> true	true
print("" == ("x"):rep(0), #"" == 0)     --> true	true
