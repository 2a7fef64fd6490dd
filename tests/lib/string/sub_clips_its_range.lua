-- tests/lib/string/sub_clips_its_range.lua
local s = "hello"
print(s:sub(2), s:sub(2, 3), s:sub(-3), s:sub(-3, -2), s:sub(0), s:sub(1, 0))
--> ello	el	llo	ll	hello
print(s:sub(-100, 2), s:sub(4, 100), s:sub(10), s:sub(3, 2), s:sub(-2, -3))
--> he	lo
print(s:sub(math.mininteger, math.maxinteger), s:sub(math.maxinteger),
    s:sub(math.mininteger, math.mininteger))  --> hello
print(("a\0b"):sub(2, 3) == "\0b", #("x"):rep(100):sub(20, 60))  --> true	41
print(pcall(s.sub, s))
--> false	bad argument #2 to 'string.sub' (number expected, got no value)
print(pcall(s.sub, s, 1.5))
--> false	bad argument #2 to 'string.sub' (number has no integer representation)
print(s:sub("2", "3"), s:sub(2.0, 3.0))  --> el	el
