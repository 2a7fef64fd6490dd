-- What a directive may not have is refused.
for _, s in ipairs {"%#d", "%.d", "%-05d", "%+x", "%+s", "%0s", "%#s", "% s", "%.123d", "%1234d", "%++d",
    "%#c", "%.1c", "%5", "%-", "%lld", "%n", "%v", "%p", "%10p", "%.3p", "%0p", "%+c", "%#i", "%F"} do
    local ok, e = pcall(string.format, s, s:find "[sp]" and "x" or 65)
    print(s, ok and "ok" or e)
--> %#d	invalid conversion specification: '%#d'
--> %.d	ok
--> %-05d	ok
--> %+x	invalid conversion specification: '%+x'
--> %+s	invalid conversion specification: '%+s'
--> %0s	invalid conversion specification: '%0s'
--> %#s	invalid conversion specification: '%#s'
--> % s	invalid conversion specification: '% s'
--> %.123d	invalid conversion specification: '%.123d'
--> %1234d	invalid conversion specification: '%1234d'
--> %++d	ok
--> %#c	invalid conversion specification: '%#c'
--> %.1c	invalid conversion specification: '%.1c'
--> %5	invalid conversion '%5' to 'format'
--> %-	invalid conversion '%-' to 'format'
--> %lld	invalid conversion '%l' to 'format'
--> %n	invalid conversion '%n' to 'format'
--> %v	invalid conversion '%v' to 'format'
--> %p	ok
--> %10p	ok
--> %.3p	invalid conversion specification: '%.3p'
--> %0p	invalid conversion specification: '%0p'
--> %+c	invalid conversion specification: '%+c'
--> %#i	invalid conversion specification: '%#i'
--> %F	invalid conversion '%F' to 'format'
end
