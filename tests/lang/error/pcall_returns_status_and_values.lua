-- tests/lang/error/pcall_returns_status_and_values.lua
print(pcall(function() return 1, nil, 3 end))  --> true	1	nil	3
print(pcall(function() end))            --> true
print(pcall(error, "message"))          --> false	message
print(pcall(error))                     --> false	nil
print(pcall(error, nil))                --> false	nil
print(pcall(pcall))
--> false	bad argument #1 to 'pcall' (value expected)
print(pcall(pcall, error, "inner"))     --> true	false	inner
print(pcall(5))
--> false	attempt to call a number value
print(pcall(nil))                       --> false	attempt to call a nil value
print(pcall(print, "printed"))
--> printed
--> true
