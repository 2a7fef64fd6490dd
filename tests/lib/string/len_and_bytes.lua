-- tests/lib/string/len_and_bytes.lua
print(string.len("abc"), ("a\0b"):len(), #"\u{20AC}")  --> 3	3	3
print(("abc"):byte(), ("abc"):byte(2), ("abc"):byte(-1), ("abc"):byte(10))
--> 97	98	99
print(("abc"):byte(1, -1))              --> 97	98	99
print(("abc"):byte(2, 1), ("abc"):byte(0, 2))  --> nil	97	98
print(("\0\255"):byte(1, 2), ("abc"):byte(-100, 100))  --> 0	97	98	99
print(select("#", ("abc"):byte(5)), select("#", (""):byte()))  --> 0	0
print(pcall(string.byte))
--> false	bad argument #1 to 'string.byte' (string expected, got no value)
print(pcall(string.byte, "a", "x"))
--> false	bad argument #2 to 'string.byte' (number expected, got string)
