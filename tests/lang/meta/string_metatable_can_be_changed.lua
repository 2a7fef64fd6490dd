-- Strings share a metatable; a changed __index is seen by all.
local mt = getmetatable("")
local old = mt.__index
mt.__index = function(s, k)
    if type(k) == "number" then return old.sub(s, k, k) end
    return old[k]
end
print(("hello")[1], ("hello")[-1], ("x"):rep(3), #("abc")) --> h	o	xxx	3
mt.__index = nil
print(pcall(function() return ("x"):rep(3) end))
--> false	string_metatable_can_be_changed.lua:10: attempt to index a string value (constant 'x')
print(pcall(function() local s = "x" return s.field end))
--> false	string_metatable_can_be_changed.lua:12: attempt to index a string value (local 's')
mt.__index = old
print(("x"):upper(), ("%d"):format(3))    --> X	3
mt.__add = nil
print(pcall(function() return "1" + 1 end))
--> false	string_metatable_can_be_changed.lua:17: attempt to perform arithmetic on a string value (constant '1')
