-- Arithmetic on two registers.
local a, b, f = 17, 5, 2.5

print(a + b, a - b, a * b, a % b)             --> 22	12	85	2
print(a / b, a // b, b ^ f, a // f)           --> 3.4	3	55.901699437495	6.0
print(a & b, a | b, a ~ b)                    --> 1	21	20
print(a << b, a >> b, -a >> b)                --> 544	0	576460752303423487
print(-a, ~a, not a, #"four", -f)             --> -17	-18	false	4	-2.5
