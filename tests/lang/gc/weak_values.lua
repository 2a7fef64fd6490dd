-- tests/lang/gc/weak_values.lua
local t = setmetatable({}, {__mode = "v"})
local keep = {}
local function setup()
    t.a = {}; t.b = keep; t.c = "string"; t.d = 5; t[1] = {}; t[2] = keep
    t.f = function() return keep end
    t.g = print
end
setup()
collectgarbage()
print(t.a, t.b == keep, t.c, t.d, t[1], t[2] == keep)
--> nil	true	string	5	nil	true
print(t.f, t.g == print)                --> nil	true
