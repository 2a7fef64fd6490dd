-- Hundreds of arguments, results, list items, fields, nested calls.
local t = {}
for i = 1, 240 do t[i] = i end
local function count(...) return select("#", ...), ... end
print((count(table.unpack(t))), select(240, table.unpack(t)), select("#", count(table.unpack(t))))
--> 240	240	241
local src = {"return {"}
for i = 1, 300 do src[#src + 1] = i .. "," end
src[#src + 1] = "...}"
local list = load(table.concat(src))(1, 2, 3)
print(#list, list[300], list[303])        --> 303	300	3
src = {"local t = {"}
for i = 1, 300 do src[#src + 1] = ("f%d = %d,"):format(i, i) end
src[#src + 1] = "} return t"
local rec = load(table.concat(src))()
print(rec.f1, rec.f300, rec.f301)         --> 1	300	nil
src = {}
for i = 1, 40 do src[#src + 1] = "(function() return " end
src[#src + 1] = "42"
for i = 1, 40 do src[#src + 1] = " end)()" end
print(load("return " .. table.concat(src))()) --> 42
print(load("return " .. ("("):rep(90) .. "1" .. (")"):rep(90))()) --> 1
print(load("return " .. ("-"):rep(150):gsub("-", "- ") .. "1")(), load("return " .. ("not "):rep(151) .. "1")())
--> 1	false
print(load("return " .. ("1 .. "):rep(90) .. "1")() == ("1"):rep(91))
--> true
print(load("local a = 1 return " .. ("a + "):rep(3000) .. "a")()) --> 3001
print((pcall(load("return " .. ("{"):rep(90) .. ("}"):rep(90))))) --> true
