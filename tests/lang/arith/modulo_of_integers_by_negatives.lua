-- The quotient rounds down, the remainder has the divisor's sign.
for _, p in ipairs {{7, 3}, {-7, 3}, {7, -3}, {-7, -3}, {6, 3}, {-6, 3}, {6, -3}} do
    local a, b = p[1], p[2]
    print(a, b, a // b, a % b, (a // b) * b + a % b == a)
--> 7	3	2	1	true
--> -7	3	-3	2	true
--> 7	-3	-3	-2	true
--> -7	-3	2	-1	true
--> 6	3	2	0	true
--> -6	3	-2	0	true
--> 6	-3	-2	0	true
end
print(math.mininteger // -1, math.mininteger % -1)
--> -9223372036854775808	0
print(math.mininteger // 1, math.mininteger % math.maxinteger)
--> -9223372036854775808	9223372036854775806
print(math.maxinteger // math.mininteger, math.maxinteger % math.mininteger)
--> -1	-1
print(-1 % math.maxinteger, 1 % math.mininteger, 0 % -5)
--> 9223372036854775806	-9223372036854775807	0
