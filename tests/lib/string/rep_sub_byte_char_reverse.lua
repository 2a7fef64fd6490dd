-- Borders of the simple functions.
print(("abc"):sub(2), ("abc"):sub(-2), ("abc"):sub(2, 2), ("abc"):sub(0), ("abc"):sub(3, 2), ("abc"):sub(-100, 100), ("abc"):sub(4), ("abc"):sub(2, -2))
--> bc	bc	b	abc		abc		b
print(("abc"):sub(math.mininteger, math.maxinteger), ("abc"):sub(math.maxinteger), ("abc"):sub(1, math.mininteger), ("abc"):sub("2", 3.0))
--> abc			bc
print(("abc"):byte(), ("abc"):byte(2), ("abc"):byte(-1), ("abc"):byte(4), ("abc"):byte(1, -1))
--> 97	98	99	nil	97	98	99
print(string.char(), string.char(104, 105), pcall(string.char, 256), pcall(string.char, -1))
--> 	hi	false	false	bad argument #1 to 'string.char' (value out of range)
print(("ab"):rep(3), ("ab"):rep(3, ","), ("ab"):rep(1, ","), ("ab"):rep(0, ","), ("ab"):rep(-1), (""):rep(1000000) == "")
--> ababab	ab,ab,ab	ab			true
print(("abc"):reverse(), (""):reverse(), ("aBc"):upper(), ("aBc"):lower(), ("abc"):len(), ("a\0b"):reverse() == "b\0a")
--> cba		ABC	abc	3	true
print(pcall(string.rep, "x", 1e10), pcall(string.sub), pcall(string.byte, "x", {}))
--> false	false	false	bad argument #2 to 'string.byte' (number expected, got table)
print(pcall(string.rep, "x", 1 << 60))    --> false	resulting string too large
