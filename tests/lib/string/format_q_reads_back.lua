-- tests/lib/string/format_q_reads_back.lua
local function roundtrip(v) return load("return " .. ("%q"):format(v))() end
print(("%q"):format('a "quoted" \\ string\n with\0 zero\r'))
for _, v in ipairs { "", "a\0001", "\r\n\t", "\200\255", "end\\", "\0",
    'q"' } do
    io.write(tostring(roundtrip(v) == v), " ")
end
print()
print(("%q %q %q"):format(1, -5, math.mininteger),
    ("%q"):format(math.maxinteger))
print(("%q %q"):format(0.1, 1e100), roundtrip(0.1) == 0.1, ("%q"):format(1.0))
print(("%q %q %q"):format(math.huge, -math.huge, true), ("%q"):format(nil),
    roundtrip(1 / 3) == 1 / 3)
print(("%q"):format(0 / 0))
print(pcall(string.format, "%q", {}))
print(pcall(string.format, "%5q", "x"))
print(pcall(string.format, "%q"))
-- expected:
--> "a \"quoted\" \\ string\
-->  with\0 zero\13"
--> true true true true true true true
--> 1 -5 0x8000000000000000	9223372036854775807
--> 0x1.999999999999ap-4 0x1.249ad2594c37dp+332	true	0x1p+0
--> 1e9999 -1e9999 true	nil	true
--> (0/0)
--> false	bad argument #2 to 'string.format' (value has no literal form)
--> false	specifier '%q' cannot have modifiers
--> false	bad argument #2 to 'string.format' (no value)
