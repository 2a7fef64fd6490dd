-- Lookups through itself end.
local t = {x = 1}
t.__index = t
setmetatable(t, t)
print(t.x, pcall(function() return t.y end))
--> 1	false	a_table_is_its_own_metatable.lua:5: '__index' chain too long; possible loop
local u = {}
u.__index = function(_, k) return k .. "?" end
u.__newindex = function(s, k, v) rawset(s, k, type(v) == "string" and v .. "!" or v) end
setmetatable(u, u)
u.a = "set"
print(u.a, u.b, rawget(u, "b"))           --> set!	b?	nil
u.__call = function(self, x) return rawequal(self, u), x end
print(u(5))                               --> true	5
u.__eq = function() return true end
print(u == {}, u == setmetatable({}, u))  --> true	true
