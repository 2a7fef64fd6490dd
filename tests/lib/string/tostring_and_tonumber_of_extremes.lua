-- Through text and back.
for _, n in ipairs {0, -0.0, 1e15, 1e16, 123456789012, 2^31, 2^53, -2^63, math.maxinteger, math.mininteger, 1e100, 5e-324, 0.1, 1 / 3} do
    print(tostring(n), tonumber(tostring(n)) == n, math.type(tonumber(tostring(n))) == math.type(n))
--> 0	true	true
--> -0.0	true	true
--> 1e+15	true	true
--> 1e+16	true	true
--> 123456789012	true	true
--> 2147483648.0	true	true
--> 9.007199254741e+15	false	true
--> -9.2233720368548e+18	false	true
--> 9223372036854775807	true	true
--> -9223372036854775808	true	true
--> 1e+100	true	true
--> 4.9406564584125e-324	true	true
--> 0.1	true	true
--> 0.33333333333333	false	true
end
for _, s in ipairs {"0x10", "  12  ", "1e1", "1E-1", ".5", "5.", "0x.8", "0x8p1", "1 2", "", " ", "0x", "1e", "e1", "+1", "-1", "- 1", "++1", "1_000",
    "infinity", "nan", "0b1", "١", "1\0", "\t1\n", "0x1p-2", "1.5.2", "9223372036854775808", "-9223372036854775808", "-9223372036854775809"} do
    print(("%q"):format(s), tonumber(s))
--> "0x10"	16
--> "  12  "	12
--> "1e1"	10.0
--> "1E-1"	0.1
--> ".5"	0.5
--> "5."	5.0
--> "0x.8"	0.5
--> "0x8p1"	16.0
--> "1 2"	nil
--> ""	nil
--> " "	nil
--> "0x"	nil
--> "1e"	nil
--> "e1"	nil
--> "+1"	1
--> "-1"	-1
--> "- 1"	nil
--> "++1"	nil
--> "1_000"	nil
--> "infinity"	nil
--> "nan"	nil
--> "0b1"	nil
--> "١"	nil
--> "1\0"	nil
--> "\0091\
--> "	1
--> "0x1p-2"	0.25
--> "1.5.2"	nil
--> "9223372036854775808"	9.2233720368548e+18
--> "-9223372036854775808"	-9223372036854775808
--> "-9223372036854775809"	-9.2233720368548e+18
end
