-- tests/lib/base/tonumber_without_base.lua
print(tonumber(5), tonumber(5.5), tonumber("5"), tonumber(" 5 "),
    tonumber("\t5\n"))                  --> 5	5.5	5	5	5
print(tonumber("0x10"), tonumber("-0x10"), tonumber("1e2"), tonumber(".5"),
    tonumber("5."))                     --> 16	-16	100.0	0.5	5.0
print(tonumber("0x.8p1"), tonumber("- 5"), tonumber("--5"), tonumber("+5"),
    tonumber("-5"))                     --> 1.0	nil	nil	5	-5
print(tonumber(""), tonumber(" "), tonumber("e1"), tonumber("1e"),
    tonumber("0x"))                     --> nil	nil	nil	nil	nil
print(tonumber("inf"), tonumber("nan"), tonumber("1 2"), tonumber("1\0"),
    tonumber("1_0"))                    --> nil	nil	nil	nil	nil
print(tonumber("9223372036854775807"), tonumber("9223372036854775808"),
    tonumber("-9223372036854775808"))
--> 9223372036854775807	9.2233720368548e+18	-9223372036854775808
print(tonumber("0xffffffffffffffffff"), tonumber("1e400"), tonumber("0x1p-2"))
--> -1	inf	0.25
print(tonumber({}), tonumber(nil), tonumber(true), tonumber(print))
--> nil	nil	nil	nil
print(pcall(tonumber))
--> false	bad argument #1 to 'tonumber' (value expected)
