-- What a site learned about a table without metatable is forgotten with one.
local function get(t) return t.field end
local function set(t) t.field = 1 end
local t = {}
local seen = {}
for i = 1, 3 do seen[#seen + 1] = tostring(get(t)) end
setmetatable(t, {__index = {field = "inherited"}})
for i = 1, 3 do seen[#seen + 1] = tostring(get(t)) end
setmetatable(t, {__index = function(_, k) return k .. "!" end})
for i = 1, 3 do seen[#seen + 1] = tostring(get(t)) end
setmetatable(t, nil)
seen[#seen + 1] = tostring(get(t))
print(table.concat(seen, " "))
--> nil nil nil inherited inherited inherited field! field! field! nil
for i = 1, 3 do set({}) end
local stored
local u = setmetatable({}, {__newindex = function(_, k, v) stored = k end})
set(u)
print(stored, rawget(u, "field"))         --> field	nil
getmetatable(u).__newindex = nil
set(u)
print(rawget(u, "field"))                 --> 1
