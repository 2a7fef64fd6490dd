-- Iterators get state and control; a fourth value is closed.
local function range(n, i)
    if i < n then return i + 1, (i + 1) ^ 2 end
end
for i, sq in range, 3, 0 do print(i, sq) end
--> 1	1.0
--> 2	4.0
--> 3	9.0
local log = {}
local closing = setmetatable({}, {__close = function(_, e) log[#log + 1] = "closed " .. tostring(e) end})
for i in range, 2, 0, closing do log[#log + 1] = i end
print(table.concat(log, " "))             --> 1 2 closed nil
log = {}
print(pcall(function() for i in range, 2, 0, closing do error("stop", 0) end end))
--> false	stop
print(table.concat(log, " "))             --> closed stop
print(pcall(function() for i in 42 do end end))
--> false	generic_for_with_state.lua:17: attempt to call a number value (for iterator 'for iterator')
print(pcall(function() for i in nil do end end))
--> false	generic_for_with_state.lua:19: attempt to call a nil value (for iterator 'for iterator')
print(pcall(function() for i in range, 2, 0, 42 do end end))
--> false	generic_for_with_state.lua:21: variable '(for state)' got a non-closable value
