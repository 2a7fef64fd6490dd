-- Assigned, captured and only read variables of loops.
local fs = {}
for i = 1, 3 do
    fs[#fs + 1] = function() i = i + 10 return i end
end
print(fs[1](), fs[1](), fs[2](), fs[3]()) --> 11	21	12	13
for i = 1, 3 do
    local j = i
    i = i * 100
    fs[j] = i
end
print(fs[1], fs[2], fs[3])                --> 100	200	300
for i = 3, 1, -1 do
    local i = i .. "!"
    fs[#i] = i
end
print(fs[2])                              --> 1!
for k, v in pairs {10} do
    k, v = v, k
    fs[1] = function() return k, v end
end
print(fs[1]())                            --> 10	1
