-- %q reads back; %s calls tostring; embedded zeros are kept.
local f = string.format
print(f("%q", 'a "quoted"\\ text\n\r\t\0end\0001\200'))
--> "a \"quoted\"\\ text\
--> \13\9\0end\0001È"
print(f("%q", 42), f("%q", -1), f("%q", math.mininteger), f("%q", true), f("%q", nil))
--> 42	-1	0x8000000000000000	true	nil
print(f("%q", 0.1), f("%q", 1 / 0), f("%q", -1 / 0), f("%q", 0 / 0), f("%q", 2^63))
--> 0x1.999999999999ap-4	1e9999	-1e9999	(0/0)	0x1p+63
for _, v in ipairs {0.1, 1e300, -0.0, math.mininteger, math.maxinteger, 2^53, "\1\0012", "\r\n"} do
    assert(load("return " .. f("%q", v))() == v)
end
print(pcall(f, "%q", {}))
--> false	bad argument #2 to 'string.format' (value has no literal form)
print(pcall(f, "%10q", "x"))              --> false	specifier '%q' cannot have modifiers
print(f("%s|%s|%s", nil, true, setmetatable({}, {__tostring = function() return "T" end})))
--> nil|true|T
print(#f("%s", "a\0b"), #f("%s|%s", "a\0b", "c")) --> 3	5
print(pcall(f, "%.1s", "a\0b"))
--> false	bad argument #2 to 'string.format' (string contains zeros)
print(pcall(f, "%10s", "a\0b"))
--> false	bad argument #2 to 'string.format' (string contains zeros)
print(pcall(f, "%s"))
--> false	bad argument #2 to 'string.format' (no value)
print(#f("%s", ("x"):rep(500)))           --> 500
