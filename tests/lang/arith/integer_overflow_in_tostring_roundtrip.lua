-- tests/lang/arith/integer_overflow_in_tostring_roundtrip.lua
for _, n in ipairs { math.mininteger, math.maxinteger, 0, -1, 1 << 62 } do
    print(tostring(n), math.tointeger(tostring(n)) == n)
end
--> -9223372036854775808	true
--> 9223372036854775807	true
--> 0	true
--> -1	true
--> 4611686018427387904	true
print(-9223372036854775808, math.type(-9223372036854775808))
--> -9.2233720368548e+18	float
print(- 9223372036854775807 - 1)        --> -9223372036854775808
