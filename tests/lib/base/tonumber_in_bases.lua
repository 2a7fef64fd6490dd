-- Bases 2 to 36, signs, spaces, letters of both cases.
print(tonumber("ff", 16), tonumber("FF", 16), tonumber("zz", 36), tonumber("1010", 2), tonumber("777", 8), tonumber("-ff", 16), tonumber("  11  ", 2))
--> 255	255	1295	10	511	-255	3
print(tonumber("2", 2), tonumber("8", 8), tonumber("g", 16), tonumber("", 10), tonumber("1.0", 10), tonumber("1e1", 10), tonumber("0x10", 16), tonumber("- 1", 10))
--> nil	nil	nil	nil	nil	nil	nil	nil
print(tonumber("7fffffffffffffff", 16), tonumber("ffffffffffffffff", 16), tonumber("10000000000000000", 16), tonumber("-8000000000000000", 16))
--> 9223372036854775807	-1	0	-9223372036854775808
print(tonumber("1e", 16), tonumber("e", 15), tonumber("e", 14), tonumber("+1", 10))
--> 30	14	nil	1
print(pcall(tonumber, "1", 1))
--> false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, "1", 37))
--> false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, 1, 10))
--> false	bad argument #1 to 'tonumber' (string expected, got number)
print(pcall(tonumber, "1", "x"))
--> false	bad argument #2 to 'tonumber' (number expected, got string)
print(pcall(tonumber))
--> false	bad argument #1 to 'tonumber' (value expected)
print(tonumber(nil), tonumber({}), tonumber(true), tonumber(print), tonumber(5), tonumber("5"), tonumber(5.5))
--> nil	nil	nil	nil	5	5	5.5
