-- tests/lang/loop/integer_for_stops_at_overflow.lua
local n = 0
for i = math.maxinteger - 2, math.maxinteger do n = n + 1 end
print(n)                                --> 3
for i = math.mininteger + 1, math.mininteger, -1 do n = n + 1 end
print(n)                                --> 5
for i = math.maxinteger - 1, math.maxinteger, 5 do print(i) end
--> 9223372036854775806
for i = math.mininteger, math.maxinteger, math.maxinteger do print(i) end
--> -9223372036854775808
--> -1
--> 9223372036854775806
for i = 1, math.mininteger, math.mininteger do print(i) end
--> 1
--> -9223372036854775807
for i = -1, math.mininteger, math.mininteger do print(i) end  --> -1
for i = math.maxinteger, math.maxinteger do print(i) end
--> 9223372036854775807
