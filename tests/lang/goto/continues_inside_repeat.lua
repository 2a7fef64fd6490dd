-- A label at the end of a repeat block, before its condition.
local i, t = 0, {}
repeat
    i = i + 1
    if i % 2 == 0 then goto continue end
    t[#t + 1] = i
    ::continue::
until i >= 7
print(table.concat(t, " "))               --> 1 3 5 7
i = 0
do
    ::top::
    local x = i
    t[i] = function() return x end
    i = i + 1
    if i < 3 then goto top end
end
print(t[0](), t[1](), t[2]())             --> 0	1	2
