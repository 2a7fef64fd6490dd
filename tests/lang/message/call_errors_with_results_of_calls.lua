-- tests/lang/message/call_errors_with_results_of_calls.lua
local function f() return nil end
print(pcall(function() f()() end))
--> false	call_errors_with_results_of_calls.lua:3: attempt to call a nil value
print(pcall(function() f().x = 1 end))
--> false	call_errors_with_results_of_calls.lua:5: attempt to index a nil value
print(pcall(function() return f() + 1 end))
--> false	call_errors_with_results_of_calls.lua:7: attempt to perform arithmetic on a nil value
print(pcall(function() return (f()) .. "x" end))
--> false	call_errors_with_results_of_calls.lua:9: attempt to concatenate a nil value
print(pcall(function() local t = {f = f}; t.f().g() end))
--> false	call_errors_with_results_of_calls.lua:11: attempt to index a nil value
print(pcall(function() local t = {f = f}; return t:f():g() end))
--> false	call_errors_with_results_of_calls.lua:13: attempt to index a nil value
print(pcall(function() return (f or nil)().x end))
--> false	call_errors_with_results_of_calls.lua:15: attempt to index a nil value
print(pcall(function() return ({}).a.b end))
--> false	call_errors_with_results_of_calls.lua:17: attempt to index a nil value (field 'a')
