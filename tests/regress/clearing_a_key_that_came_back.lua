-- An object is a key, is cleared, collected as a key, and comes again: two
-- dead entries of it. A traversal goes on behind the second one.
local t, key, other = {}, {}, {}
t[key] = 1
t[other] = 2
t[key] = nil
collectgarbage()
t[key] = 3
t.last = 4
local visited = {}
local k, v = next(t)
while k do
    visited[#visited + 1] = v
    if k == key then
        t[key] = nil
        collectgarbage()
    end
    k, v = next(t, k)
end
table.sort(visited)
print(table.concat(visited, " "))         --> 2 3 4
