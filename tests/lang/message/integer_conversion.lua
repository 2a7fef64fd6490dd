-- tests/lang/message/integer_conversion.lua
print(pcall(function() return 1.5 | 0 end))
--> false	integer_conversion.lua:2: number has no integer representation
print(pcall(string.rep, "x", 1.5))
--> false	bad argument #2 to 'string.rep' (number has no integer representation)
print(pcall(string.char, 1.5))
--> false	bad argument #1 to 'string.char' (number has no integer representation)
print(pcall(function() local n = 2 ^ 70; return n & 1 end))
--> false	integer_conversion.lua:8: number (local 'n') has no integer representation
print(pcall(table.concat, {}, "", 1.5))
--> false	bad argument #3 to 'table.concat' (number has no integer representation)
print(pcall(string.rep, "x", "1.5"))
--> false	bad argument #2 to 'string.rep' (number has no integer representation)
print(pcall(string.rep, "x", "z"))
--> false	bad argument #2 to 'string.rep' (number expected, got string)
print(pcall(math.tointeger, 1.5))       --> true	nil
print(pcall(utf8.char, 2 ^ 53))
--> false	bad argument #1 to 'utf8.char' (value out of range)
for _, v in ipairs { 3.0, "4", "5.0" } do print(("x"):rep(v)) end
--> xxx
--> xxxx
--> xxxxx
