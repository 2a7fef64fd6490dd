-- tests/lang/limits/string_size_overflow.lua
print(pcall(string.rep, "x", math.maxinteger))
--> false	resulting string too large
print(pcall(string.rep, "xx", 1 << 62))  --> false	resulting string too large
print(pcall(string.rep, "", 1e9))       --> true
print(pcall(string.rep, "a", 1 << 61, "bb"))
--> false	resulting string too large
print(#string.rep("", 1 << 30, ""), pcall(table.concat, {}, "x", 1, 0))
--> 0	true
