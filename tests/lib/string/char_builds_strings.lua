-- tests/lib/string/char_builds_strings.lua
print(string.char(72, 105), string.char(), #string.char(0, 255))  --> Hi		2
print(string.char(("hello"):byte(1, -1)))  --> hello
print(pcall(string.char, 256))
--> false	bad argument #1 to 'string.char' (value out of range)
print(pcall(string.char, -1))
--> false	bad argument #1 to 'string.char' (value out of range)
print(pcall(string.char, "x"))
--> false	bad argument #1 to 'string.char' (number expected, got string)
print(pcall(string.char, 65, 1.5))
--> false	bad argument #2 to 'string.char' (number has no integer representation)
print(string.char("65", 66.0))          --> AB
