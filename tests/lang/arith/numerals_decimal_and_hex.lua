-- tests/lang/arith/numerals_decimal_and_hex.lua
print(0xff, 0XA, 0x10, 1e2, 1E+2, 1e-2, .5, 5., 3.14)
--> 255	10	16	100.0	100.0	0.01	0.5	5.0	3.14
print(0x.8, 0x8., 0x1p4, 0x1P-2, 0xA.8p1, 0x.1p4)
--> 0.5	8.0	16.0	0.25	21.0	1.0
print(0xffffffffffffffff, 0x7fffffffffffffff, 0x1ffffffffffffffff)
--> -1	9223372036854775807	-1
print(9223372036854775807, 9223372036854775808, 123456789012345678901234567890)
--> 9223372036854775807	9.2233720368548e+18	1.2345678901235e+29
print(1e308 * 10, 1e-400, 0x1p-1074 > 0, 0x1p1024)  --> inf	0.0	true	inf
print(3e0, 0e12, 0.0e-5, 00012)         --> 3.0	0.0	0.0	12
print(math.type(1e2), math.type(0xffffffffffffffff))  --> float	integer
