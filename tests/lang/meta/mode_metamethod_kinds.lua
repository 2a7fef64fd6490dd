-- Weak keys, weak values, both; strings and numbers are values, not objects.
local function count(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local function fill(mode)
    local t = setmetatable({}, {__mode = mode})
    t[{}] = 1
    t[1] = {}
    t["key"] = {}
    t[{}] = {}
    t[2] = "text"
    t[print] = print
    return t
end
for _, mode in ipairs {"k", "v", "kv", "", "xk", "vx"} do
    local t = fill(mode)
    collectgarbage()
    print(mode, count(t), t[2], t.key ~= nil, t[1] ~= nil)
--> k	4	text	true	true
--> v	3	text	false	false
--> kv	2	text	false	false
--> 	6	text	true	true
--> xk	4	text	true	true
--> vx	3	text	false	false
end
