-- tests/lib/string/match_sets.lua
print(("hello123"):match("[a-z]+"), ("hello123"):match("[^a-z]+"),
    ("x-y"):match("[-x]+"), ("x-y"):match("[x-]+"))  --> hello	123	x-	x-
print(("a]b"):match("[]]"), ("a]b"):match("[^]]+"), ("a^b"):match("[b^]+"),
    ("%"):match("[%%]"))                --> ]	a	^b	%
print(("ab12_"):match("[%w_]+"), ("ab12_"):match("[%a]+"),
    ("..5"):match("[%d.]+"), ("a-z"):match("[a%-z]+"))  --> ab12_	ab	..5	a-z
print(("\0\1\2"):match("[\0-\2]+") == "\0\1\2", ("z"):match("[a-]"),
    ("-"):match("[a-]"))                --> true	nil	-
print(pcall(string.match, "a", "[a"))
--> false	malformed pattern (missing ']')
print(pcall(string.match, "a", "[]"))
--> false	malformed pattern (missing ']')
print(pcall(string.match, "a", "[^"))
--> false	malformed pattern (missing ']')
print(pcall(string.match, "a", "[a%"))
--> false	malformed pattern (missing ']')
