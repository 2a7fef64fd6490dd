-- tests/lib/string/match_character_classes.lua
local s = "aZ0 _-\t\n\0\x7f\xe9"
for _, c in ipairs { "%a", "%d", "%l", "%u", "%w", "%s", "%p", "%c", "%x",
    "%g" } do
    local n = 0
    for _ in s:gmatch(c) do n = n + 1 end
    local m = 0
    for _ in s:gmatch(c:upper()) do m = m + 1 end
    print(c, n, m)
end
--> %a	2	9
--> %d	1	10
--> %l	1	10
--> %u	1	10
--> %w	3	8
--> %s	3	8
--> %p	2	9
--> %c	4	7
--> %x	2	9
--> %g	5	6
print(("a.b"):match("%."), ("a%b"):match("%%"), ("a]b"):match("%]"),
    ("5+5"):match("%+"))                --> .	%	]	+
