-- tests/lib/string/gmatch_empty_matches_advance.lua
local function all(s, p)
    local t = {}
    for a, b in s:gmatch(p) do t[#t + 1] = a .. (b and "/" .. b or "") end
    return table.concat(t, ",")
end
print(all("abc", "()"), all("aXbX", "[^X]*"), all("hello", "l*"), all("", ".*"))
--> 1,2,3,4	a,b,	,,ll,
print(all("one;two;;four", "([^;]*)"), all("a,b,,c", "([^,]*),?()"))
--> one,two,,four	a/3,b/5,/6,c/7
