-- break leaves one loop; goto continues an outer one.
local t = {}
for i = 1, 4 do
    for j = 1, 4 do
        if j == i then break end
        if (i + j) % 2 == 0 then goto next end
        t[#t + 1] = i .. j
        ::next::
    end
end
print(table.concat(t, " "))               --> 21 32 41 43
t = {}
for i = 1, 3 do
    local n = 0
    while true do
        n = n + 1
        repeat
            if n == 2 then break end
            t[#t + 1] = i .. n
        until true
        if n > i then goto outer end
    end
    ::outer::
end
print(table.concat(t, " "))               --> 11 21 23 31 33 34
