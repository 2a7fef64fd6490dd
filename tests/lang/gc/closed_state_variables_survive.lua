-- tests/lang/gc/closed_state_variables_survive.lua
local t = {}
for i = 1, 50 do
    t[i] = setmetatable({i = i}, {__index = {j = i * 2},
        __close = function() end})
end
collectgarbage()
local s = 0
for i = 1, 50 do s = s + t[i].i + t[i].j end
print(s)                                --> 3825
for i = 1, 50, 2 do t[i] = nil end
collectgarbage()
s = 0
for _, v in pairs(t) do s = s + v.i end
print(s)                                --> 650
