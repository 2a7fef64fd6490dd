-- Formats in UTC, tables, and what is refused.
local t = 1000000000
print(os.date("!%Y-%m-%d %H:%M:%S", t), os.date("!%c", t), os.date("!%x %X %p", t))
--> 2001-09-09 01:46:40	Sun Sep  9 01:46:40 2001	09/09/01 01:46:40 AM
print(os.date("!%a %A %b %B %d %j %w %U %W %y %Z %%", t), os.date("!%D %e %F %g %G %h %I %M %n %R %t %T %u %V", t):gsub("[\n\t]", "_"))
--> Sun Sunday Sep September 09 252 0 36 36 01 GMT %	09/09/01  9 2001-09-09 01 2001 Sep 01 46 _ 01:46 _ 01:46:40 7 36	2
local d = os.date("!*t", t)
print(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst)
--> 2001	9	9	1	46	40	1	252	false
print(os.date("!*t", 0).year, os.date("!%Y", -1), os.date("!%Y", 0), os.date("", t), os.date("!", t) == "", #os.date() > 0)
--> 1970	1969	1970		true	true
print(os.time(os.date("*t", t)) == t, os.date("%H", 3600), os.date("!%H", 3600.0))
--> true	01	01
print(pcall(os.date, "%Ez", t))
--> false	bad argument #1 to 'os.date' (invalid conversion specifier '%Ez')
print(pcall(os.date, "%Q", t))
--> false	bad argument #1 to 'os.date' (invalid conversion specifier '%Q')
print(pcall(os.date, "%", t))
--> false	bad argument #1 to 'os.date' (invalid conversion specifier '%')
print(pcall(os.date, "%E", t))
--> false	bad argument #1 to 'os.date' (invalid conversion specifier '%E')
print(pcall(os.date, "%Y", "x"))
--> false	bad argument #2 to 'os.date' (number expected, got string)
print(pcall(os.date, "%Y", 1.5))
--> false	bad argument #2 to 'os.date' (number has no integer representation)
print(pcall(os.date, "*t", 1 << 60))
--> false	date result cannot be represented in this installation
print(os.date("!%Ec %EC %Ex %EX %Ey %EY %Od %Oe %OH %OI %Om %OM %OS %Ou %OU %OV %Ow %OW %Oy", t))
--> Sun Sep  9 01:46:40 2001 20 09/09/01 01:46:40 01 2001 09  9 01 01 09 46 40 7 36 36 0 36 01
