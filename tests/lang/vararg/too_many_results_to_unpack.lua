-- tests/lang/vararg/too_many_results_to_unpack.lua
print(pcall(table.unpack, {}, 1, 1e7))  --> false	too many results to unpack
print(pcall(table.unpack, {}, 1, math.maxinteger))
--> false	too many results to unpack
print(pcall(table.unpack, {}, math.mininteger, math.maxinteger))
--> false	too many results to unpack
print(pcall(string.rep, "x", -1))       --> true
print(pcall(function() return string.byte(("x"):rep(1e7), 1, -1) end))
--> false	too_many_results_to_unpack.lua:8: stack overflow (string slice too long)
