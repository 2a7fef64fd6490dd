-- Arithmetic with a constant on the left.
local a, f = 3, 0.25

print(1 + a, 300 - a, 7 * a, 100 % a)         --> 4	297	21	1
print(12 / a, 10 // a, 2 ^ a, 1.5 % f)        --> 4.0	3	8.0	0.0
print(6 & a, 8 | a, 255 ~ a)                  --> 2	11	252
print(1 << a, 256 >> a)                       --> 8	32
print(1.5 + f, 1 - f, 2.0 * f, 1 // f)        --> 1.75	0.75	0.5	4.0
