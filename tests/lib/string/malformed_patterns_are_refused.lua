-- tests/lib/string/malformed_patterns_are_refused.lua
for _, p in ipairs { "%", "(", ")", "(()", "a)", "[a", "[a-", "[%", "%b", "%f",
    "(a", "((a)", "[", "[^]", "a%" } do
    print(p, pcall(string.find, "abc", p))
end
--> %	false	malformed pattern (ends with '%')
--> (	false	unfinished capture
--> )	true	nil
--> (()	false	unfinished capture
--> a)	true	nil
--> [a	false	malformed pattern (missing ']')
--> [a-	false	malformed pattern (missing ']')
--> [%	false	malformed pattern (missing ']')
--> %b	false	malformed pattern (missing arguments to '%b')
--> %f	false	missing '[' after '%f' in pattern
--> (a	false	unfinished capture
--> ((a)	false	unfinished capture
--> [	false	malformed pattern (missing ']')
--> [^]	false	malformed pattern (missing ']')
--> a%	false	malformed pattern (ends with '%')
