-- tests/lang/gc/allocation_goes_on_in_both_modes.lua
for _, mode in ipairs { "generational", "incremental" } do
    collectgarbage(mode)
    local keep = {}
    for i = 1, 300 do
        keep[i % 10 + 1] = {tostring(i), function() return i end}
    end
    local s = 0
    for _, v in ipairs(keep) do s = s + v[1] + v[2]() end
    print(s)
end
--> 5910
--> 5910
