-- A float limit is clipped to the integers; the step stays an integer.
local function run(a, b, c)
    local t = {}
    for i = a, b, c do
        t[#t + 1] = math.type(i) == "integer" and i or i .. "f"
        if #t > 4 then break end
    end
    print(table.concat(t, " "))
--> 1 2 3
--> 
--> -1 -2 -3
--> 9223372036854775806 9223372036854775807
--> -9223372036854775807 -9223372036854775808
--> 
--> 
--> 
--> 1 2 3 4 5
--> 1.0f 2.0f 3.0f
--> 1.0f 2.0f 3.0f
--> 1 4503599627370497
end
run(1, 3.9, 1)
run(1, 0.99, 1)
run(-1, -3.5, -1)
run(math.maxinteger - 1, math.huge, 1)
run(math.mininteger + 1, -math.huge, -1)
run(1, -math.huge, 1)
run(1, math.huge, -1)
run(1, 0 / 0, 1)
run(1, 1e300, 1)
run(1, 3, 1.0)
run(1.0, 3, 1)
run(1, 2^53, 2^52 | 0)
