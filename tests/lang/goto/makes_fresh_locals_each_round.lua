-- tests/lang/goto/makes_fresh_locals_each_round.lua
local fs = {}
do
    local i = 1
    ::top::
    local x = i * 10
    fs[i] = function() x = x + 1; return x end
    i = i + 1
    if i <= 3 then goto top end
end
print(fs[1](), fs[2](), fs[3](), fs[1]())  --> 11	21	31	12
