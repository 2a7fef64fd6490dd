-- tests/lib/table/map_of_words.lua
local text = "the cat the dog a cat the end"
local count, order = {}, {}
for w in text:gmatch("%a+") do
    if not count[w] then count[w] = 0; order[#order + 1] = w end
    count[w] = count[w] + 1
end
for _, w in ipairs(order) do io.write(w, "=", count[w], " ") end
print()
for w in pairs(count) do count[w] = nil end
print(next(count))
--> the=3 cat=2 dog=1 a=1 end=1
--> nil
