-- Infinities, not a number, zeros, the smallest and largest.
local f, inf, nan = string.format, math.huge, 0 / 0
print(f("%f %e %g", inf, -inf, inf), (f("%.1f", nan):gsub("-", "")))
--> inf -inf inf	nan
print(f("%d %d", math.maxinteger, math.mininteger), f("%5.1f|%-8g|%08.1f", inf, inf, inf))
--> 9223372036854775807 -9223372036854775808	  inf|inf     |     inf
print(f("%.14g %.17g %.3f", 0.1, 0.1, 2^53), f("%.20f", 0.1), f("%.0f", 0.5), f("%.0f", 1.5))
--> 0.1 0.10000000000000001 9007199254740992.000	0.10000000000000000555	0	2
print(f("%g %g %g", 0.0, -0.0, 1e-320 > 0 and 1 or 0), f("%a %a", 0, -0.0))
--> 0 -0 1	0x0p+0 -0x0p+0
print(f("%.99f", 1 / 3):sub(1, 20), #f("%.99f", 1e308), #f("%99.99f", -1e308))
--> 0.333333333333333314	409	410
print(pcall(f, "%.100f", 1))
--> false	invalid conversion specification: '%.100f'
print(pcall(f, "%100d", 1))
--> false	invalid conversion specification: '%100d'
print(pcall(f, "%0100d", 1))
--> false	invalid conversion specification: '%0100d'
print(pcall(f, "%d", 2^63))
--> false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(f, "%d", "1.5"))
--> false	bad argument #2 to 'string.format' (number has no integer representation)
print(f("%d", "0x10"), f("%.1f", "1e1"), f("%s %s", 1, 1.0), f("%x", 3.0))
--> 16	10.0	1 1.0	3
