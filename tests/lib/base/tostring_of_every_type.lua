-- tests/lib/base/tostring_of_every_type.lua
print(tostring(nil), tostring(true), tostring(false), tostring(12),
    tostring(-0.0), tostring("s"))      --> nil	true	false	12	-0.0	s
print(tostring({}):match("^table: 0x%x+$") ~= nil,
    tostring(print):match("^function: ") ~= nil)  --> true	true
print(tostring(coroutine.create(print)):match("^thread: ") ~= nil,
    tostring(io.stdout):match("^file %(") ~= nil)  --> true	true
local t = {}
print(tostring(t) == tostring(t), tostring(t) ~= tostring({}))  --> true	true
print(pcall(tostring))
--> false	bad argument #1 to 'tostring' (value expected)
print(tostring(1e15), tostring(2 ^ 53), tostring(1e-5), tostring(123456789012))
--> 1e+15	9.007199254741e+15	1e-05	123456789012
