-- tests/lib/base/tonumber_with_base.lua
print(tonumber("ff", 16), tonumber("FF", 16), tonumber("777", 8),
    tonumber("1010", 2))                --> 255	255	511	10
print(tonumber("zz", 36), tonumber("ZZ", 36), tonumber("-ff", 16),
    tonumber(" 11 ", 2))                --> 1295	1295	-255	3
print(tonumber("12", 2), tonumber("g", 16), tonumber("", 10),
    tonumber("1.5", 10), tonumber("0x1", 16))  --> nil	nil	nil	nil	nil
print(tonumber("7fffffffffffffff", 16), tonumber("ffffffffffffffff", 16),
    tonumber("1" .. ("0"):rep(64), 2))  --> 9223372036854775807	-1	0
print(pcall(tonumber, 10, 16))
--> false	bad argument #1 to 'tonumber' (string expected, got number)
print(pcall(tonumber, "10", 1))
--> false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, "10", 37))
--> false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, "10", "x"))
--> false	bad argument #2 to 'tonumber' (number expected, got string)
print(pcall(tonumber, nil, 10))
--> false	bad argument #1 to 'tonumber' (string expected, got nil)
