-- tests/lang/loop/integer_for_clips_float_limits.lua
for i = 1, 2.9 do print(i) end
--> 1
--> 2
for i = 3, 1.1, -1 do print(i) end
--> 3
--> 2
for i = -1, -2.5, -1 do print(i) end
--> -1
--> -2
for i = 1, -math.huge do print("never", i) end
for i = math.maxinteger - 1, math.huge do print(i) end
--> 9223372036854775806
--> 9223372036854775807
for i = math.mininteger + 1, -math.huge, -1 do print(i) end
--> -9223372036854775807
--> -9223372036854775808
for i = 1, 0 / 0 do print("never", i) end
for i = math.maxinteger, 1e300 do print(math.type(i)) end  --> integer

-- Not a number is too small a limit: nothing upwards, everything downwards.
local n = 0
for _ = 1, 0/0 do n = n + 1 end
for _ = 1, 0/0, -1 do
    n = n + 1
    if n == 3 then break end
end
print(n)                                --> 3
