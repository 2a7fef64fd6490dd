-- tests/regress/weak_array_shrinks_while_it_grows.lua
-- A collection in the middle of an append may clear the elements before it.
local wrong = 0
for round = 1, 200 do
    local t = setmetatable({}, {__mode = "v"})
    local keep = {}
    for i = 1, 40 do
        local v = {i}
        t[i] = v
        if i % 7 == 0 then keep[#keep + 1] = v end
        if round % 50 == 0 then collectgarbage("step") end
    end
    for k, v in pairs(t) do
        if v[1] ~= k then wrong = wrong + 1 end
    end
    for i, v in ipairs(keep) do
        if t[i * 7] ~= v then wrong = wrong + 1 end
    end
    local n = #t
    if not (n == 0 and t[1] == nil or t[n] ~= nil and t[n + 1] == nil) then
        wrong = wrong + 1
    end
end
print(wrong)            --> 0
