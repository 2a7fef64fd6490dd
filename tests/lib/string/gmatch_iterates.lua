-- tests/lib/string/gmatch_iterates.lua
for k, v in ("a=1, b=2, c=3"):gmatch("(%w+)=(%w+)") do print(k, v) end
--> a	1
--> b	2
--> c	3
for w in ("one two  three"):gmatch("%S+") do print(w) end
--> one
--> two
--> three
local out = {}
for s in ("abc"):gmatch("") do out[#out + 1] = "." end
print(#out)                             --> 4
out = {}
for d in ("a1b22c"):gmatch("%d*") do out[#out + 1] = "<" .. d .. ">" end
print(table.concat(out))                --> <><1><22><>
for x in ("abc"):gmatch("^a") do print("anchor is literal", x) end
print(pcall(string.gmatch, "x"))
--> false	bad argument #2 to 'string.gmatch' (string expected, got no value)
print(pcall(string.gmatch("x", "("), nil))  --> false	unfinished capture
