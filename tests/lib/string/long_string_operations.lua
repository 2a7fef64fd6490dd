-- tests/lib/string/long_string_operations.lua
local s = ("0123456789"):rep(1000)
print(#s, s:sub(5001, 5010), s:find("90", 9980), select(2, s:gsub("5", "five")))
--> 10000	0123456789	9980	1000
print(#s:rep(3), s:reverse():sub(1, 5), s:upper() == s, #s:gsub("%d", "%0%0"))
--> 30000	98765	true	20000
local parts = {}
for i = 1, 200 do parts[i] = s:sub(i, i + 9) end
print(#table.concat(parts), s == ("0123456789"):rep(1000), s .. "x" ~= s)
--> 2000	true	true
print(s:byte(-1), s:byte(10000), (s:match("9(0123)45678$")))  --> 57	57	nil
