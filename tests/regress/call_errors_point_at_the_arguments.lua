-- tests/regress/call_errors_point_at_the_arguments.lua
-- oracle: no (5.4.4 gives the line where the function expression begins)
print(pcall(load("local a\na\n(\n23)", "=c")))
--> false	c:3: attempt to call a nil value (local 'a')
print(pcall(load("local a = {}\na\n.\nx\n(\n23)", "=c")))
--> false	c:5: attempt to call a nil value (field 'x')
