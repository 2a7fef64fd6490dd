-- Loops that end at the largest and smallest integers do not wrap.
local function run(a, b, c)
    local t = {}
    for i = a, b, c do
        t[#t + 1] = i
        if #t > 5 then t[#t + 1] = "..." break end
    end
    print(#t, table.concat(t, " "))
--> 3	9223372036854775805 9223372036854775806 9223372036854775807
--> 2	9223372036854775805 9223372036854775807
--> 2	9223372036854775804 9223372036854775806
--> 3	-9223372036854775806 -9223372036854775807 -9223372036854775808
--> 2	-9223372036854775805 -9223372036854775807
--> 0	
--> 3	-9223372036854775808 -1 9223372036854775806
--> 2	9223372036854775807 -1
--> 0	
--> 0	
--> 1	3
--> 1	3
--> 4	-9223372036854775808 -4611686018427387904 0 4611686018427387904
end
local max, min = math.maxinteger, math.mininteger
run(max - 2, max, 1)
run(max - 2, max, 2)
run(max - 3, max, 2)
run(min + 2, min, -1)
run(min + 3, min, -2)
run(max, min, 1)
run(min, max, max)
run(max, min, min)
run(1, 0, 1)
run(0, 1, -1)
run(3, 3, 1)
run(3, 3, -1)
run(min, max, 1 << 62)
