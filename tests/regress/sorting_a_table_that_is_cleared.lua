-- tests/regress/sorting_a_table_that_is_cleared.lua
-- oracle: no (its order function is called with nil)
-- The order function takes the elements out: they live on in the sort.
local objects = {}
for i = 1, 200 do
    objects[i] = {i * 77 % 211}
end
table.sort(objects, function(a, b)
    for k in pairs(objects) do
        objects[k] = nil
    end
    return a[1] < b[1]
end)
for i, object in ipairs(objects) do
    assert(i == 1 or objects[i - 1][1] < object[1])
end
print(#objects)                                         --> 200
