-- tests/lib/string/find_captures.lua
print(("key=value"):find("(%w+)=(%w+)"))  --> 1	9	key	value
print(("hello"):find("(l)(l)"), ("hello"):find("()ll()"))  --> 3	3	4	3	5
print(("abc"):find("b(x?)"))            --> 2	2
print(("   trim  "):find("^%s*(.-)%s*$"))  --> 1	9	trim
print(("abc"):find("^b"), ("abc"):find("^a"), ("abc"):find("c$"),
    ("abc"):find("b$"))                 --> nil	1	3	nil
print(("a^b$"):find("^", 1, true), ("a^b"):find("a^b"), ("a$b"):find("a$b"))
--> 2	1	1	3
