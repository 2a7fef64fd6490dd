-- tests/regress/shadowed_for_variable_keeps_counting.lua
local n = 0
for i = 1, 3 do
    local i = i * 10
    i = nil
    n = n + 1
end
print(n)                                --> 3
for i = 3, 1, -1 do i = "changed" n = n + 1 end
print(n)                                --> 6
