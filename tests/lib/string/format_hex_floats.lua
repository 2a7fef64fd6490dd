-- tests/lib/string/format_hex_floats.lua
print(("%a %A"):format(1, 0.5), ("%.1a"):format(1.5), ("%a"):format(0))
--> 0x1p+0 0X1P-1	0x1.8p+0	0x0p+0
print(("%a %a"):format(math.huge, -0.0), ("%.3a"):format(1 / 3))
--> inf -0x0p+0	0x1.555p-2
print(tonumber(("%a"):format(0.1)) == 0.1,
    tonumber(("%a"):format(math.pi)) == math.pi)  --> true	true
print(("%20a|%-20a|"):format(1, 1))
-->               0x1p+0|0x1p+0              |
