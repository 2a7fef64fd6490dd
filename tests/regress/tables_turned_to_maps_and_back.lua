-- Thousands of names, cleared and refilled, as fields and as computed keys.
local t, n = {}, 0
for i = 1, 3000 do t["name" .. i] = i end
for i = 1, 3000, 2 do t["name" .. i] = nil end
for k, v in pairs(t) do n = n + 1 assert(k == "name" .. v) end
print(n, t.name2, t.name3, t.name3000)    --> 1500	2	nil	3000
for i = 1, 3000 do t["name" .. i] = nil end
print(next(t))                            --> nil
t.name1, t.name2 = "a", "b"
for i = 1, 10 do t[i] = i end
n = 0
for k in pairs(t) do n = n + 1 end
print(n, #t, t.name1, t.name2)            --> 12	10	a	b
for round = 1, 3 do
    for i = 1, 500 do t[round * 1000 + i] = i end
    for i = 1, 500 do t[round * 1000 + i] = nil end
end
n = 0
for k in pairs(t) do n = n + 1 end
print(n, #t)                              --> 12	10
local words = {}
for w in ("the cat and the dog and the bird"):gmatch "%a+" do words[w] = (words[w] or 0) + 1 end
print(words.the, words["and"], words.cat, words.fish) --> 3	2	1	nil
