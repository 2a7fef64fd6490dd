-- tests/lib/os/date_errors.lua
print(pcall(os.date, "%Q"))
--> false	bad argument #1 to 'os.date' (invalid conversion specifier '%Q')
print(pcall(os.date, "%E"))
--> false	bad argument #1 to 'os.date' (invalid conversion specifier '%E')
print(pcall(os.date, "%"))
--> false	bad argument #1 to 'os.date' (invalid conversion specifier '%')
print(pcall(os.date, "*t", "x"))
--> false	bad argument #2 to 'os.date' (number expected, got string)
print(pcall(os.date, "*t", 1e100))
--> false	bad argument #2 to 'os.date' (number has no integer representation)
print(pcall(os.time, {year = 2024}))
--> false	field 'month' missing in date table
print(pcall(os.time, {year = 2024, month = "x", day = 1}))
--> false	field 'month' is not an integer
print(pcall(os.time, {year = 2024, month = 1.5, day = 1}))
--> false	field 'month' is not an integer
print(pcall(os.time, {year = 1e100, month = 1, day = 1}))
--> false	field 'year' is not an integer
print(pcall(os.time, {year = 1 << 40, month = 1, day = 1}))
--> false	field 'year' is out-of-bound
print(pcall(os.time, {year = 2024, month = 1}))
--> false	field 'day' missing in date table
print(pcall(os.time, 5))
--> false	bad argument #1 to 'os.time' (table expected, got number)
print(os.date("") == "", #os.date("%%"))  --> true	1
