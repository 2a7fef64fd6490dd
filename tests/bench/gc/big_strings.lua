-- tests/bench/gc/big_strings.lua -- strings of a hundred megabytes, and a
-- million short ones
local keep = {}
for i = 1, 5 do
    keep[i] = ("x"):rep(100000000 + i)
    for j = 1, 200000 do
        keep[#keep + 1] = "s" .. i .. "." .. j
    end
    if i > 1 then
        keep[i - 1] = false
    end
end
for round = 1, 3 do
    local t = {}
    for j = 1, 1000000 do
        t[j] = "t" .. round .. "." .. j
    end
end
print(#keep)
