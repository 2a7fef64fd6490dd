-- A chain of eight classes; fields appear anywhere in it.
local classes = {}
for i = 1, 8 do
    local c = {}
    c.__index = c
    if i > 1 then setmetatable(c, classes[i - 1]) end
    classes[i] = c
end
local o = setmetatable({}, classes[8])
local function get() return o.value end
local t = {}
for i = 1, 8 do
    t[#t + 1] = tostring(get())
    classes[i].value = i
    t[#t + 1] = tostring(get())
end
print(table.concat(t, " "))               --> nil 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8
for i = 8, 1, -1 do
    classes[i].value = nil
    t[9 - i] = tostring(get())
end
print(table.concat(t, " ", 1, 8))         --> 7 6 5 4 3 2 1 nil
