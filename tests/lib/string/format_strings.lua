-- tests/lib/string/format_strings.lua
print(("%s %s %s"):format("a", 1, 1.5), ("%s %s"):format(nil, true))
--> a 1 1.5	nil true
print(("%10s|%-10s|%.2s|%5.1s|"):format("abc", "abc", "abc", "xyz"))
-->        abc|abc       |ab|    x|
print(("%s"):format(setmetatable({},
    {__tostring = function() return "T!" end})))  --> T!
print(pcall(string.format, "%s", setmetatable({},
    {__tostring = function() return 1 end})))  --> true	1
print(pcall(string.format, "%s"))
--> false	bad argument #2 to 'string.format' (no value)
print(("%s|%s"):format("a\0b", "c") == "a\0b|c",
    #("%s"):format(("x"):rep(1000)))    --> true	1000
print(pcall(string.format, "%10s", "a\0b"))
--> false	bad argument #2 to 'string.format' (string contains zeros)
print(("%%"):format(), ("100%%"):format(), ("%5s%%"):format(50))
--> %	100%	   50%
print(#("%99s"):format("x"), #("%.99s"):format(("y"):rep(200)))  --> 99	99
