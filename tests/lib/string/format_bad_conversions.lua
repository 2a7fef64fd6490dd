-- tests/lib/string/format_bad_conversions.lua
for _, f in ipairs { "%", "%y", "%10", "%123d", "%.123d", "%-+ #0-d", "%ll",
    "%.d", "%5.%", "%#d", "%0s", "%+s", "%.3c", "%#s", "% s", "%.3p" } do
    print(f, pcall(string.format, f, 1))
end
--> %	false	invalid conversion '%' to 'format'
--> %y	false	invalid conversion '%y' to 'format'
--> %10	false	invalid conversion '%10' to 'format'
--> %123d	false	invalid conversion specification: '%123d'
--> %.123d	false	invalid conversion specification: '%.123d'
--> %-+ #0-d	false	invalid conversion specification: '%-+ #0-d'
--> %ll	false	invalid conversion '%l' to 'format'
--> %.d	true	1
--> %5.%	false	invalid conversion '%5.%' to 'format'
--> %#d	false	invalid conversion specification: '%#d'
--> %0s	false	invalid conversion specification: '%0s'
--> %+s	false	invalid conversion specification: '%+s'
--> %.3c	false	invalid conversion specification: '%.3c'
--> %#s	false	invalid conversion specification: '%#s'
--> % s	false	invalid conversion specification: '% s'
--> %.3p	false	invalid conversion specification: '%.3p'
