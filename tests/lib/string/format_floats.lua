-- tests/lib/string/format_floats.lua
print(("%f %.2f %10.3f|%-10.1f|"):format(1.5, 2.345, 3.14159, 2.5))
--> 1.500000 2.35      3.142|2.5       |
print(("%e %.1e %E"):format(12345.678, 0.00012, 1e100))
--> 1.234568e+04 1.2e-04 1.000000E+100
print(("%g %g %g %G %.3g"):format(1e20, 0.0001, 100000, 1e-10, 1234567))
--> 1e+20 0.0001 100000 1E-10 1.23e+06
print(("%5.1f|%+.1f|%05.1f|% .1f|%#.0f"):format(1, 2, 3, 4, 5))
-->   1.0|+2.0|003.0| 4.0|5.
print(("%.0f %.20f"):format(0.5, 0.1), ("%.14g"):format(0.1),
    ("%.17g"):format(0.1))
--> 0 0.10000000000000000555	0.1	0.10000000000000001
print(("%f %g %e"):format(math.huge, -math.huge, math.huge))  --> inf -inf inf
print(("%d %s"):format(1e15, 1e15), ("%.3f"):format("2.5"),
    ("%5.2s|"):format("abc"))           --> 1000000000000000 1e+15	2.500	   ab|
print(pcall(string.format, "%f", "x"))
--> false	bad argument #2 to 'string.format' (number expected, got string)
