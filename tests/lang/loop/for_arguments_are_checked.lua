-- tests/lang/loop/for_arguments_are_checked.lua
print(pcall(function() for i = 1, 10, 0 do end end))
--> false	for_arguments_are_checked.lua:2: 'for' step is zero
print(pcall(function() for i = 1.0, 10, 0 do end end))
--> false	for_arguments_are_checked.lua:4: 'for' step is zero
print(pcall(function() for i = "1", 10 do end end))  --> true
print(pcall(function() for i = 1, "10" do end end))  --> true
print(pcall(function() for i = 1, 10, {} do end end))
--> false	for_arguments_are_checked.lua:8: bad 'for' step (number expected, got table)
print(pcall(function() for i = nil, 10 do end end))
--> false	for_arguments_are_checked.lua:10: bad 'for' initial value (number expected, got nil)
print(pcall(function() for i = 1.5, {} do end end))
--> false	for_arguments_are_checked.lua:12: bad 'for' limit (number expected, got table)
