-- tests/lang/loop/nested_loops_with_mixed_kinds.lua
local n = 0
for i = 1, 4 do
    local j = i
    while j > 0 do
        repeat j = j - 1; n = n + 1 until j % 2 == 0
        for _, v in ipairs { 1, 2 } do if v == 2 then n = n + 100 end end
    end
end
print(n)                                --> 610
