-- Greedy, lazy, optional, anchored; and empty matches.
print(("aaa"):match "a-", ("aaa"):match "a-$", ("aaab"):match "a*b", ("b"):match "a*b", ("aab"):match "^a+b$")
--> 	aaa	aaab	b	aab
print(("<<a>>"):match "<(.-)>", ("<<a>>"):match "<(.*)>", ("x=1,y=2"):match "(%w+)=(%w+),?$")
--> <a	<a>	y	2
print(("abc"):find("", 2), ("abc"):find("", 4), ("abc"):find("", 5), (""):find "")
--> 2	4	nil	1	0
print(("abc"):gsub("", "-"), ("abc"):gsub("b*", "-"), ("hello world"):gsub("o ?", "0"))
--> -a-b-c-	-a-c-	hell0w0rld	2
print(("  trim  "):match "^%s*(.-)%s*$" .. "|", ("a.b"):gsub("%.", "%%"), ("abc"):gsub("%w", "%0%0"))
--> trim|	a%b	aabbcc	3
print(("key=val"):gsub("(%w+)=(%w+)", "%2=%1"), ("abc"):gsub("(a)(b)(c)", "%3%2%1%0"))
--> val=key	cbaabc	1
print(("a$"):match "a$", ("a$"):match "a%$", ("^a"):match "^^a", ("a^"):match "a^")
--> nil	a$	^a	a^
print(("aXb"):match "%u", ("a1b2"):gsub("%d", {["1"] = "one"}), ("ab"):gsub(".", {a = false, b = true and "B"}))
--> X	aoneb2	aB	2
print(("THE (quick) fox"):find "%((%a+)%)", ("f(a(b)c)d"):match "%b()", ("x"):match "()x()")
--> 5	(a(b)c)	1	2
print(("THE (quick) fox"):gsub("%f[%a]%a+", string.lower), #("a\0b"):match ".*")
--> the (quick) fox	3
