-- tests/lang/arith/bitwise_on_integers.lua
print(0xF0 & 0x3C, 0xF0 | 0x0F, 0xFF ~ 0x0F, ~0, ~5)  --> 48	255	240	-1	-6
print(1 << 63, 1 << 64, 1 << 62, 1 >> 1, -1 >> 1, -1 >> 63)
--> -9223372036854775808	0	4611686018427387904	0	9223372036854775807	1
print(1 << -1, 4 >> -1, 2 << -1, 1 << 1000, 1 >> -64)  --> 0	8	1	0	0
print(-1 >> 64, -1 << 64, 1 << math.mininteger, 1 >> math.mininteger)
--> 0	0	0	0
print(math.mininteger >> 63, math.maxinteger << 1)  --> 1	-2
print(string.format("%x", ~0), string.format("%X", 0xABCD << 4))
--> ffffffffffffffff	ABCD0
