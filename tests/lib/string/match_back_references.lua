-- tests/lib/string/match_back_references.lua
print(("abcabc"):match("(abc)%1"), ("abab"):match("(a)(b)%1%2"),
    ([["quoted" x]]):match([[(["'])(.-)%1]]))  --> abc	a	"	quoted
print(("xyzzy"):match("(.)%1"), ("abc"):match("(.)%1"), ("aa"):match("()a%1"))
--> z	nil	nil
print(pcall(string.match, "a", "%1"))   --> false	invalid capture index %1
print(pcall(string.match, "aa", "(a%1)"))  --> false	invalid capture index %1
print(pcall(string.match, "a", "(a)%2"))  --> false	invalid capture index %2
print(pcall(string.match, "a", "%0"))   --> false	invalid capture index %0
