-- tests/lib/string/match_repetitions.lua
print(("aaa"):match("a*"), ("aaa"):match("a+"), ("aaa"):match("a-"),
    ("aaa"):match("a?"))                --> aaa	aaa		a
print(("aaab"):match("a-b"), ("b"):match("a*b"), ("b"):match("a+b"),
    ("xaab"):match("xa?ab"))            --> aaab	b	nil	xaab
print(("<<a>><b>"):match("<(.-)>"), ("<<a>><b>"):match("<(.*)>"),
    ("[[x]]"):match("%[%[(.-)%]%]"))    --> <a	<a>><b	x
print(("foo.bar.baz"):match("(.*)%.(.*)"),
    ("2024-01-15"):match("(%d+)-(%d+)-(%d+)"))  --> foo.bar	2024	01	15
print((""):match(".*"), (""):match(".+"), (""):match(""), ("abc"):match(""))
--> 	nil
print(("a*b"):match("a%*b"), ("**"):match("*"), ("a+"):match("^a+$"),
    ("+"):match("^+$"))                 --> a*b	*	nil	+
