-- The store that adds a field meets tables that have it, or another layout.
local function add(t) t.name = "n" t.size = (t.size or 0) + 1 return t end
for round = 1, 3 do
    print(add {}.size, add {name = 1}.size, add {size = 4}.size, add {other = 1}.size, add(setmetatable({}, {})).size)
--> 1	1	5	1	1
--> 1	1	5	1	1
--> 1	1	5	1	1
end
local log = {}
local guarded = setmetatable({}, {__newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v) end})
add(guarded)
add(guarded)
print(table.concat(log, " "), guarded.name, guarded.size) --> name size	n	2
local big = {}
for i = 1, 300 do big["f" .. i] = i end
print(add(big).size, add(big).size, big.f300) --> 1	2	300
