-- The same instruction meets small and wrapping integers, then floats.
local function mix(a, b)
    return a + b, a - b, a * b
end
for _, p in ipairs {{1, 2}, {math.maxinteger, 1}, {math.mininteger, 1},
    {1 << 62, 4}, {3.5, 1}, {1, 0.5}, {math.maxinteger, 1.0}, {"2", 3}, {2, "0x10"}} do
    print(mix(p[1], p[2]))
--> 3	-1	2
--> -9223372036854775808	9223372036854775806	9223372036854775807
--> -9223372036854775807	9223372036854775807	-9223372036854775808
--> 4611686018427387908	4611686018427387900	0
--> 4.5	2.5	3.5
--> 1.5	0.5	0.5
--> 9.2233720368548e+18	9.2233720368548e+18	9.2233720368548e+18
--> 5	-1	6
--> 18	-14	32
end
