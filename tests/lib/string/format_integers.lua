-- tests/lib/string/format_integers.lua
print(("%d %i %5d|%-5d|%05d"):format(1, 2, 3, 4, 5))  --> 1 2     3|4    |00005
print(("%+d % d %+d"):format(1, 2, -3), ("%x %X %#x %o"):format(255, 255, 255,
    8))                                 --> +1  2 -3	ff FF 0xff 10
print(("%d"):format(math.mininteger), ("%x"):format(-1))
--> -9223372036854775808	ffffffffffffffff
