-- os.time accepts fields out of range and writes the table back.
local t = {year = 2024, month = 14, day = -3, hour = 25, min = 61, sec = 61}
local n = os.time(t)
print(n, t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
--> 1738116121	2025	1	29	2	2	1	4	29	false
print(os.time {year = 1970, month = 1, day = 1, hour = 0}, os.time {year = 2000, month = 1, day = 1}, os.time {year = 2000, month = 3, day = 1, hour = 0} - os.time {year = 2000, month = 2, day = 28, hour = 0})
--> 0	946728000	172800
print(os.time {year = "2000", month = "1", day = "1", hour = "0"}, os.time {year = 2000, month = 1.0, day = 1, hour = 0})
--> 946684800	946684800
print(pcall(os.time, {year = 2000, month = 1}))
--> false	field 'day' missing in date table
print(pcall(os.time, {year = 2000, month = 1, day = "x"}))
--> false	field 'day' is not an integer
print(pcall(os.time, {year = 2000, month = 1, day = 1.5}))
--> false	field 'day' is not an integer
print(pcall(os.time, {year = 1 << 40, month = 1, day = 1}))
--> false	field 'year' is out-of-bound
print(pcall(os.time, 5))
--> false	bad argument #1 to 'os.time' (table expected, got number)
print(os.difftime(10, 5), os.difftime(5, 10), math.type(os.time()), os.clock() >= 0, pcall(os.difftime))
--> 5.0	-5.0	integer	true	false	bad argument #1 to 'os.difftime' (number expected, got no value)
