-- tests/lib/string/find_plain.lua
print(("hello"):find("l"), ("hello"):find("xyz"), ("hello"):find(""))
--> 3	nil	1	0
print(("hello"):find("l", 4), ("hello"):find("l", 5), ("hello"):find("", 6),
    ("hello"):find("", 7))              --> 4	nil	6	nil
print(("hello"):find("l", -2), ("hello"):find("h", -100))  --> 4	1	1
print(("a.b"):find(".", 1, true), ("a+b"):find("+", 1, true),
    ("a%b"):find("%", 1, true))         --> 2	2	2	2
print(("a.b"):find(".", 1), ("aXb"):find("X", 1, "yes"))  --> 1	2	2
print(("a\0b\0c"):find("\0", 3, true), ("abc"):find("abcd", 1, true))
--> 4	nil
print(("x"):rep(100) .. "needle" == ("x"):rep(100) .. "needle",
    (("x"):rep(100) .. "needle"):find("needle", 1, true))  --> true	101	106
print(("aaab"):find("aab", 1, true), ("abcabd"):find("abd", 1, true))
--> 2	4	6
