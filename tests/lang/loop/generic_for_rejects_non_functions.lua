-- tests/lang/loop/generic_for_rejects_non_functions.lua
print(pcall(function() for x in nil do end end))
print(pcall(function() for x in 5 do end end))
print(pcall(function() for k, v in {} do end end))
print(pcall(function() local t = {} for k in t.iter do end end))
local callable = setmetatable({}, {__call = function(_, s, c)
    c = (c or 0) + 1
    if c <= s then return c end
end})
for i in callable, 3 do print(i) end

--> false	generic_for_rejects_non_functions.lua:2: attempt to call a nil value (for iterator 'for iterator')
--> false	generic_for_rejects_non_functions.lua:3: attempt to call a number value (for iterator 'for iterator')
--> false	generic_for_rejects_non_functions.lua:4: attempt to call a table value (for iterator 'for iterator')
--> false	generic_for_rejects_non_functions.lua:5: attempt to call a nil value (for iterator 'for iterator')
--> 1
--> 2
--> 3
