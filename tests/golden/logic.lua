-- and, or, not: as values and as conditions.
local function values(a, b, c)
    local x = a and b
    local y = a or b
    local z = a and b or c
    local w = (a or b) and c
    local v = not (a and b)
    return x, y, z, w, v, not not c
end

local function conditions(a, b)
    local s = ""
    if a then s = s .. "a" end
    if not a then s = s .. "A" end
    if a and b then s = s .. "&" elseif a or b then s = s .. "|" else s = s .. "0" end
    while not (a or b) do
        a = true
    end
    repeat b = b or a until a and b or not a
    return s
end

print(values(1, 2, 3))                        --> 2	1	2	3	false	true
print(values(nil, 2, 3))                      --> nil	2	3	3	true	true
print(values(false, nil, nil))                --> false	nil	nil	nil	true	false
print(conditions(1, 2), conditions(1), conditions(nil, 2), conditions())
--> a&	a|	A|	A0
local t = true
local f = false
print(t and f, f or t, nil and 1, false or 7) --> false	true	nil	7
