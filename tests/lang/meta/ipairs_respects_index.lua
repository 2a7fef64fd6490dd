-- tests/lang/meta/ipairs_respects_index.lua
local t = setmetatable({"a"}, {__index = function(_,
    i) if i <= 3 then return "v" .. i end end})
for i, v in ipairs(t) do print(i, v) end
--> 1	a
--> 2	v2
--> 3	v3
local proxy = setmetatable({}, {__index = {10, 20, nil, 40}})
for i, v in ipairs(proxy) do print(i, v) end
--> 1	10
--> 2	20
print((pcall(ipairs, nil)))             --> true
print(select("#", ipairs({})), ipairs("x") ~= nil)  --> 3	true
