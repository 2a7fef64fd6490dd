-- tests/lang/closure/many_upvalues.lua
local parts, names = {"local t = {}"}, {}
for i = 1, 150 do
    parts[#parts + 1] = ("local v%d = %d"):format(i, i)
    names[i] = "v" .. i
end
local body = "v1 = v1 + 1 return " .. table.concat(names, "+")
parts[#parts + 1] = "return function() " .. body .. " end"
local f = load(table.concat(parts, "\n"))()
print(f(), f(), 150 * 151 // 2)         --> 11326	11327	11325
