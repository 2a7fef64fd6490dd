-- tests/lang/meta/tostring_and_name.lua
print(tostring(setmetatable({}, {__tostring = function() return "custom" end})))
--> custom
print(setmetatable({}, {__tostring = function() return "printed" end}))
--> printed
print(pcall(tostring, setmetatable({}, {__tostring = function() return 1 end})))
--> true	1
print(pcall(tostring, setmetatable({}, {__tostring = function() end})))
--> false	'__tostring' must return a string
print((tostring(setmetatable({}, {__name = "My.Type"})):gsub("0x%x+", "ADDR")))
--> My.Type: ADDR
print((tostring(setmetatable({}, {__name = 5})):gsub("0x%x+", "ADDR")))
--> table: ADDR
print(pcall(function() return setmetatable({}, {__name = "My.Type"}) + 1 end))
--> false	tostring_and_name.lua:14: attempt to perform arithmetic on a My.Type value
print(pcall(function() return setmetatable({},
    {__name = "A"}) < setmetatable({}, {__name = "B"}) end))
--> false	tostring_and_name.lua:17: attempt to compare A with B
print(pcall(string.rep, setmetatable({}, {__name = "My.Type"})))
--> false	bad argument #1 to 'string.rep' (string expected, got My.Type)
print(pcall(ipairs))
--> false	bad argument #1 to 'ipairs' (value expected)
print(#tostring(print) > 10, tostring(nil), tostring(true))  --> true	nil	true
