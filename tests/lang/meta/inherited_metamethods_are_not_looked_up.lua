-- tests/lang/meta/inherited_metamethods_are_not_looked_up.lua
local base = {__add = function() return "base add" end}
base.__index = base
local derived = setmetatable({}, base)
derived.__index = derived
local obj = setmetatable({}, derived)
print(pcall(function() return obj + 1 end))
--> false	inherited_metamethods_are_not_looked_up.lua:7: attempt to perform arithmetic on a table value (upvalue 'obj')
print(obj.__add ~= nil, rawget(derived, "__add"))  --> true	nil
derived.__add = base.__add
print(obj + 1)                          --> base add
