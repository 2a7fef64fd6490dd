-- What read("n") takes and where it stops.
local name = os.getenv("TEST_FILE") or os.tmpname()
local function try(text)
    local f = assert(io.open(name, "w"))
    f:write(text)
    f:close()
    f = io.open(name)
    local n = f:read("n")
    local rest = f:read("a")
    f:close()
    print(("%q"):format(text), n, math.type(n), ("%q"):format(rest))
--> "10"	10	integer	""
--> " 10 "	10	integer	" "
--> "+5"	5	integer	""
--> "-5"	-5	integer	""
--> "0x1p4"	16.0	float	""
--> "0xA"	10	integer	""
--> "1e5"	100000.0	float	""
--> "1e"	nil	nil	""
--> "1e+"	nil	nil	""
--> ".5"	0.5	float	""
--> "5."	5.0	float	""
--> "."	nil	nil	""
--> "-"	nil	nil	""
--> ""	nil	nil	""
--> "x"	nil	nil	"x"
--> "0x"	nil	nil	""
--> "1.2.3"	1.2	float	".3"
--> "12a"	12	integer	"a"
--> "1 2"	1	integer	" 2"
--> "99999999999999999999"	1e+20	float	""
--> "0x1.8"	1.5	float	""
--> "- 1"	nil	nil	" 1"
--> "nan"	nil	nil	"nan"
--> "inf"	nil	nil	"inf"
--> "1e5x"	100000.0	float	"x"
--> "0b1"	0	integer	"b1"
--> "١"	nil	nil	"١"
--> "111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"	1.1111111111111e+197	float	""
end
for _, s in ipairs {"10", " 10 ", "+5", "-5", "0x1p4", "0xA", "1e5", "1e", "1e+", ".5", "5.", ".", "-", "", "x", "0x", "1.2.3", "12a", "1 2",
    "99999999999999999999", "0x1.8", "- 1", "nan", "inf", "1e5x", "0b1", "١"} do
    try(s)
end
try(("1"):rep(198))
os.remove(name)
