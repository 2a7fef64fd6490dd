-- tests/lib/string/match_frontier.lua
print(("THE (quick) fox"):find("%f[%a]%a+%f[%A]"))  --> 1	3
local out = {}
for w in ("the cat, a_cat; cat"):gmatch(
    "%f[%w_]cat%f[^%w_]") do out[#out + 1] = w end
print(#out, ("cat"):find("%f[%a]cat%f[\0]"), ("x"):match("%f[x]x%f[^x]"))
--> 2	1	x
print(("aXb"):gsub("%f[%u]", "|"), ("abc"):find("%f[%z]"))  --> a|Xb	4	3
print(pcall(string.match, "a", "%f"))
--> false	missing '[' after '%f' in pattern
print(pcall(string.match, "a", "%fa"))
--> false	missing '[' after '%f' in pattern
