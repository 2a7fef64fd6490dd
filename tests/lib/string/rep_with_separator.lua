-- tests/lib/string/rep_with_separator.lua
print(("ab"):rep(3), ("ab"):rep(3, "-"), ("ab"):rep(1, "-"),
    ("ab"):rep(0, "-") == "")           --> ababab	ab-ab-ab	ab	true
print(("ab"):rep(-1) == "", (""):rep(5) == "", (""):rep(3, ","))
--> true	true	,,
print(#("x"):rep(1000), #("x"):rep(1000, ", "), ("\0"):rep(3) == "\0\0\0")
--> 1000	2998	true
print(pcall(("x").rep, "x", 1e300))
--> false	bad argument #2 to 'string.rep' (number has no integer representation)
print(pcall(("x").rep, "x", {}))
--> false	bad argument #2 to 'string.rep' (number expected, got table)
print(pcall(string.rep))
--> false	bad argument #1 to 'string.rep' (string expected, got no value)
