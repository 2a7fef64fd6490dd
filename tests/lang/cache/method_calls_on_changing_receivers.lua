-- The receiver of one call: classes, plain tables, strings, nil.
local A = {name = function() return "A" end} A.__index = A
local B = setmetatable({name = function() return "B" end}, A) B.__index = B
local list = {setmetatable({}, A), setmetatable({}, B), {name = function() return "own" end}, setmetatable({x = 1}, A), setmetatable({}, {__index = function() return function() return "f" end end})}
local t = {}
for round = 1, 3 do for _, o in ipairs(list) do t[#t + 1] = o:name() end end
print(table.concat(t, " "))               --> A B own A f A B own A f A B own A f
print(pcall(function(o) return o:name() end))
--> false	method_calls_on_changing_receivers.lua:8: attempt to index a nil value (local 'o')
print(pcall(function(o) return o:name() end, "text"))
--> false	method_calls_on_changing_receivers.lua:10: attempt to call a nil value (method 'name')
