-- Counts, limits, anchors, replacement values.
print(("abcabc"):gsub("b", "x", 1), ("abcabc"):gsub("b", "x", 0), ("abcabc"):gsub("b", "x", -1), ("abc"):gsub("^b", "x"))
--> axcabc	abcabc	abcabc	abc	0
print(("abc"):gsub("^a", "x"), ("aaa"):gsub("^a", "x"), ("abc"):gsub("$", "x"))
--> xbc	xaa	abcx	1
local t = {}
for k, v in ("a=1, b=2"):gmatch "(%w)=(%w)" do t[#t + 1] = k .. v end
for w in ("one two"):gmatch "%a+" do t[#t + 1] = w end
for p in ("abc"):gmatch "()" do t[#t + 1] = p end
for w in ("abc"):gmatch("%a", -2) do t[#t + 1] = w end
for w in ("aXbX"):gmatch "^%a" do t[#t + 1] = "anchor" end
print(table.concat(t, " "))               --> a1 b2 one two 1 2 3 4 b c
print(pcall(string.gsub, "x", "x", "%2")) --> false	invalid capture index %2
print(pcall(string.gsub, "x", "x", "%"))
--> false	invalid use of '%' in replacement string
print(pcall(string.gsub, "x", "x", "%a"))
--> false	invalid use of '%' in replacement string
print(pcall(string.gsub, "x", "x", function() return {} end))
--> false	invalid replacement value (a table)
print(pcall(string.gsub, "x", "x", {x = print}))
--> false	invalid replacement value (a function)
print(pcall(string.gsub, "x", "x"))
--> false	bad argument #3 to 'string.gsub' (string/function/table expected, got no value)
print(pcall(string.gsub, "x", "(", ""))   --> true	x	2
print(("x"):gsub("x", 12), ("x"):gsub("x", function() return 1.5 end), ("x"):gsub(".", function() end))
--> 12	1.5	x	1
