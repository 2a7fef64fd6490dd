-- tests/lang/concat/is_right_associative.lua
-- oracle: no (5.4.4 loses its place when the stack moves meanwhile)
local log = {}
local mt = {__concat = function(a, b)
    log[#log + 1] = (type(a) == "table" and "T" or a) .. "+"
        .. (type(b) == "table" and "T" or b)
    return "r"
end}
local T = setmetatable({}, mt)
print("a" .. "b" .. T)                  --> ar
print(T .. "a" .. "b")                  --> r
print("a" .. T .. "b")                  --> ar
print(table.concat(log, " "))           --> b+T T+ab T+b
