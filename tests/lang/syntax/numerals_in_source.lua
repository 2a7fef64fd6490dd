-- All ways to write numbers.
print(0, 00, 007, 1., .5, 1e2, 1E+2, 1e-2, 0x10, 0XaB, 0xA.8p0, 0x.1p4, 0xep1)
--> 0	0	7	1.0	0.5	100.0	100.0	0.01	16	171	10.5	1.0	28.0
print(9223372036854775807, 9223372036854775808, 0x7fffffffffffffff, 0xffffffffffffffff, 0x1ffffffffffffffff)
--> 9223372036854775807	9.2233720368548e+18	9223372036854775807	-1	-1
print(1e308, 1e309, 1e-400, 0x1p-1080, 123456789012345678901234567890)
--> 1e+308	inf	0.0	0.0	1.2345678901235e+29
print(3 .. 4, 1 ..2, 0x1p4, 5 // 0.3)     --> 34	12	16.0	16.0
for _, s in ipairs {"0x", "1e", "1e+", "0x1p", "1..2", "1.2.3", "0xg", "1a", "08x", "3and 4", "0x1p1.5"} do
    print(s, (load("return " .. s, "=s")))
--> 0x	nil
--> 1e	nil
--> 1e+	nil
--> 0x1p	nil
--> 1..2	nil
--> 1.2.3	nil
--> 0xg	nil
--> 1a	nil
--> 08x	nil
--> 3and 4	nil
--> 0x1p1.5	nil
end
