-- What is no number is said, in the order limit, step, initial value.
print(pcall(function() for i = "a", 2 do end end))
--> false	for_errors_name_the_value.lua:2: bad 'for' initial value (number expected, got string)
print(pcall(function() for i = 1, {} do end end))
--> false	for_errors_name_the_value.lua:4: bad 'for' limit (number expected, got table)
print(pcall(function() for i = 1, 2, print do end end))
--> false	for_errors_name_the_value.lua:6: bad 'for' step (number expected, got function)
print(pcall(function() for i = nil, 2 do end end))
--> false	for_errors_name_the_value.lua:8: bad 'for' initial value (number expected, got nil)
print(pcall(function() for i = 1, 10, 0 do end end))
--> false	for_errors_name_the_value.lua:10: 'for' step is zero
print(pcall(function() for i = 1.0, 10, 0 do end end))
--> false	for_errors_name_the_value.lua:12: 'for' step is zero
print(pcall(function() for i = 1, 10, 0.0 do end end))
--> false	for_errors_name_the_value.lua:14: 'for' step is zero
print(pcall(function() for i = "1", 2 do end end)) --> true
print(pcall(function() for i = 1, "2" do end end)) --> true
print(pcall(function() for i = {}, {}, {} do end end))
--> false	for_errors_name_the_value.lua:18: bad 'for' limit (number expected, got table)
