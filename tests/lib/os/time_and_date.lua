-- tests/lib/os/time_and_date.lua
print(os.time({year = 2024, month = 1, day = 15, hour = 12}),
    os.time({year = 1970, month = 1, day = 1, hour = 0}))  --> 1705320000	0
print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!%Y-%m-%d", 86400 * 365))
--> 1970-01-01 00:00:00	1971-01-01
print(os.date("!%A %B %d %j %p %y %a %b %%", 1700000000))
--> Tuesday November 14 318 PM 23 Tue Nov %
print(os.date("!%c", 0), os.date("!%x %X", 0), os.date("!%D %T %R", 3661))
--> Thu Jan  1 00:00:00 1970	01/01/70 00:00:00	01/01/70 01:01:01 01:01
local t = os.date("!*t", 1700000000)
print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
--> 2023	11	14	22	13	20	3	318	false
print(os.time(os.date("*t", 1000000)) == 1000000, math.type(os.time()))
--> true	integer
print(os.time({year = 2024, month = 14, day = 35, hour = 30}))  --> 1741413600
local n = {year = 2024, month = 14, day = -3}
os.time(n)
print(n.year, n.month, n.day, n.hour, n.yday, n.wday)  --> 2025	1	28	12	28	3
print(os.difftime(10, 5), os.difftime(5, 10), os.clock() >= 0,
    math.type(os.clock()))              --> 5.0	-5.0	true	float
