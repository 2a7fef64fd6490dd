-- tests/regress/error_in_the_middle_of_a_sort.lua
local t = {}
for i = 1, 50 do t[i] = (i * 7) % 51 end
local n = 0
print(pcall(table.sort, t, function(a, b)
    n = n + 1
    if n == 40 then error("enough", 0) end
    return a < b
end))                                   --> false	enough
local seen = {}
for i = 1, 50 do seen[t[i]] = true end
local all = true
for i = 1, 50 do all = all and seen[(i * 7) % 51] end
print(#t, all)                          --> 50	true
