-- tests/lib/base/print_uses_tostring_and_tabs.lua
print()
print(nil, true, 1, 1.0, "s")
print("a\0b" == "a\0b", #"a\0b")
print(setmetatable({}, {__tostring = function() return "T" end}),
    setmetatable({}, {__name = "N"}) ~= nil)
print((pcall(print, setmetatable({}, {__tostring = function() return {} end}))))
local real = tostring
tostring = function() return "hijacked" end
print(1)
tostring = real
print(("x"):rep(10), "")

-->
--> nil	true	1	1.0	s
--> true	3
--> T	true
--> false
--> 1
--> xxxxxxxxxx
