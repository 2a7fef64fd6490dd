-- ipairs sees what is appended; numeric loops do not.
local t = {1, 2, 3}
local n = 0
for i, v in ipairs(t) do
    n = n + 1
    if i < 10 then t[#t + 1] = v * 2 end
    if n > 50 then break end
end
print(n, #t)                              --> 12	12
t = {1, 2, 3}
for i = 1, #t do t[#t + 1] = t[i] end
print(#t, t[6])                           --> 6	3
t = {5, nil, 7}
n = 0
for _ in ipairs(t) do n = n + 1 end
print(n)                                  --> 1
t = setmetatable({}, {__index = function(_, i) if i <= 4 then return i * i end end})
local s = {}
for i, v in ipairs(t) do s[#s + 1] = v end
print(table.concat(s, " "))               --> 1 4 9 16
t = {1, 2, 3, 4, 5}
for i, v in ipairs(t) do if v % 2 == 0 then table.remove(t, i) end end
print(table.concat(t, " "))               --> 1 3 5
for i, v in ipairs {1.5, 2.5} do s[i] = v end
print(s[1], s[2], s[3])                   --> 1.5	2.5	9
