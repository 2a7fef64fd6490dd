-- An error in a metamethod names the event's function.
local mt = {__index = function(t, k) error("no field " .. k) end,
    __add = function(a, b) return a.x.y end}
local T = setmetatable({}, mt)
print(pcall(function() return T.name end))
--> false	errors_in_metamethods_have_tracebacks.lua:2: no field name
mt.__index = nil
print(pcall(function() return T + 1 end))
--> false	errors_in_metamethods_have_tracebacks.lua:3: attempt to index a nil value (field 'x')
mt.__index = function(t, k) return debug.getinfo(1, "n").name .. "/" .. debug.getinfo(1, "n").namewhat end
print(T.x)                                --> index/metamethod
mt.__add = function() return debug.getinfo(1, "n").name .. "/" .. debug.getinfo(1, "n").namewhat end
print(T + 1)                              --> add/metamethod
mt.__lt = function() local i = debug.getinfo(1, "n") print(i.name, i.namewhat) end
--> lt	metamethod
print(T < T)                              --> false
mt.__close = function() local i = debug.getinfo(1, "n") print(i.name, i.namewhat) end
--> close	metamethod
do local c <close> = T end
for k in setmetatable({}, {__call = function() print(debug.getinfo(1, "n").name) end}) do end
--> for iterator
