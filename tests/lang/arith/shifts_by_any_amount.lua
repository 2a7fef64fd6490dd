-- Shifts are logical; 64 and more give 0; negative ones turn around.
local x = 0xF0
for _, n in ipairs {0, 1, 4, 8, 63, 64, 65, 1000, -1, -4, -63, -64, -65} do
    print(n, x << n, x >> n)
--> 0	240	240
--> 1	480	120
--> 4	3840	15
--> 8	61440	0
--> 63	0	0
--> 64	0	0
--> 65	0	0
--> 1000	0	0
--> -1	120	480
--> -4	15	3840
--> -63	0	0
--> -64	0	0
--> -65	0	0
end
local m = math.mininteger
print(1 << m, 1 >> m, -1 << m, -1 >> m)   --> 0	0	0	0
print(1 << math.maxinteger, -1 >> math.maxinteger) --> 0	0
print(-1 >> 1 == math.maxinteger, -1 >> 63, -1 << 63 == m, m >> 63)
--> true	1	true	1
