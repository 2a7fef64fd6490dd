-- tests/lang/limits/long_names_and_strings.lua
local name = ("n"):rep(5000)
_G[name] = 1
print(load("return " .. name)(), load("local " .. name .. " = 2 return "
    .. name)())                         --> 1	2
print(#load("return '" .. ("s"):rep(100000) .. "'")())  --> 100000
print(#select(2, load(name .. " = = 1", "=c")) < 100)  --> true
print(#select(2, load("x = '" .. ("s"):rep(500), "=c")))  --> 33
print(#select(2, pcall(load("return " .. name .. "x.y", "=c"))) > 5000)
--> true
