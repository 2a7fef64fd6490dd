-- tests/lib/string/gsub_with_string.lua
print(("hello world"):gsub("o", "0"))   --> hell0 w0rld	2
print(("hello world"):gsub("o", "0", 1))  --> hell0 world	1
print(("hello world"):gsub("o", "0", 0))  --> hello world	0
print(("hello"):gsub("", "-"))          --> -h-e-l-l-o-	6
print(("hello"):gsub("l+", "<%0>"))     --> he<ll>o	1
print(("key=val"):gsub("(%w+)=(%w+)", "%2=%1"))  --> val=key	1
print(("abc"):gsub("%w", "%%%0"))       --> %a%b%c	3
print(("abc"):gsub("b", "%1"))          --> abc	1
print(("  trim "):gsub("^%s*(.-)%s*$", "%1"))  --> trim	1
print(("abc def"):gsub("%f[%a]%a", string.upper))  --> Abc Def	2
print(pcall(string.gsub, "abc", "b", "%2"))  --> false	invalid capture index %2
print(pcall(string.gsub, "abc", "b", "%x"))
--> false	invalid use of '%' in replacement string
print(pcall(string.gsub, "abc", "b", "%"))
--> false	invalid use of '%' in replacement string
