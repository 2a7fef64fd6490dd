-- A field read and written at one place, of tables built in many ways.
local function get(t) return t.x end
local function set(t, v) t.x = v end
local tables = {
    {x = 1}, {y = 0, x = 2}, {z = 0, y = 0, x = 3}, {a = 0, b = 0, c = 0, x = 4},
    {1, 2, x = 5}, setmetatable({}, {__index = {x = 6}}), setmetatable({y = 1}, {__index = function() return 7 end}),
    {[1.5] = 0, x = 8}, {},
}
for round = 1, 3 do
    local t = {}
    for i, o in ipairs(tables) do t[i] = tostring(get(o)) end
    print(table.concat(t, " "))
--> 1 2 3 4 5 6 7 8 nil
--> 1 2 3 4 5 6 7 8 nil
--> 1 2 3 4 5 6 7 8 nil
end
for i, o in ipairs(tables) do set(o, i * 10) end
for round = 1, 2 do
    local t = {}
    for i, o in ipairs(tables) do t[i] = tostring(get(o)) end
    print(table.concat(t, " "))
--> 10 20 30 40 50 60 70 80 90
--> 10 20 30 40 50 60 70 80 90
end
for i, o in ipairs(tables) do set(o, nil) end
local t = {}
for i, o in ipairs(tables) do t[i] = tostring(get(o)) end
print(table.concat(t, " "))               --> nil nil nil nil nil 6 7 nil nil
