-- tests/regress/clearing_a_key_during_traversal.lua
local t = {}
for i = 1, 20 do t["k" .. i] = i end
local sum = 0
for k, v in pairs(t) do
    sum = sum + v
    t[k] = nil
    collectgarbage("step")
end
print(sum, next(t))                     --> 210	nil
