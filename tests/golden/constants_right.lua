-- Arithmetic with a constant on the right.
local a, f = 17, 2.5

print(a + 1, a - 300, a * 3, a % 7)           --> 18	-283	51	3
print(a / 4, a // 4, a ^ 2, f % 1.5)          --> 4.25	4	289.0	1.0
print(a & 24, a | 64, a ~ 255)                --> 16	81	238
print(a << 2, a >> 1)                         --> 68	8
print(f + 1, f - 0.5, f * 1e10, f // 0.5)     --> 3.5	2.0	25000000000.0	5.0
