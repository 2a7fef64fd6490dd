-- tests/lib/string/case_and_reverse.lua
print(("Hello World 123"):upper(), ("Hello World 123"):lower())
--> HELLO WORLD 123	hello world 123
print(("hello"):reverse(), (""):reverse() == "", ("a\0b"):reverse() == "b\0a")
--> olleh	true	true
print(("\u{e9}"):upper() == "\u{e9}", (("abc"):rep(20)):reverse():sub(1, 6))
--> true	cbacba
print(pcall(string.upper))
--> false	bad argument #1 to 'string.upper' (string expected, got no value)
print(string.upper(12), string.lower(1.5), string.reverse(123))  --> 12	1.5	321
