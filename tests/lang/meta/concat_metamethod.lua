-- tests/lang/meta/concat_metamethod.lua
-- oracle: no (5.4.4 loses its place when the stack moves meanwhile)
local T = setmetatable({}, {__concat = function(a, b)
    return (type(a) == "table" and "T" or a) .. "|"
        .. (type(b) == "table" and "T" or b)
end})
print(T .. "x")                         --> T|x
print("x" .. T)                         --> x|T
print(T .. T)                           --> T|T
print(1 .. T)                           --> 1|T
print("a" .. "b" .. T .. "c" .. "d")    --> abT|cd
