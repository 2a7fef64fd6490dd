-- tests/lib/string/match_balanced.lua
print(("f(a(b)c)d"):match("%b()"), ("((x)"):match("%b()"),
    ("[[a][b]]c"):match("%b[]"))        --> (a(b)c)	(x)	[[a][b]]
print(("if x then y end"):match("%bie"), ("xaxbx"):match("%bxx"),
    ("(((("):match("%b()"))             --> if x the	xax	nil
print(pcall(string.match, "a", "%b"))
--> false	malformed pattern (missing arguments to '%b')
print(pcall(string.match, "a", "%bx"))
--> false	malformed pattern (missing arguments to '%b')
print(("THE (quick) fox"):find("%((%a+)%)"))  --> 5	11	quick
