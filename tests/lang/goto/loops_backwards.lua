-- tests/lang/goto/loops_backwards.lua
local i = 1
::top::
if i <= 3 then
    print(i)
    i = i + 1
    goto top
end
--> 1
--> 2
--> 3
do
    local k = 0
    ::again::
    k = k + 1
    if k < 10 then goto again end
    print(k)                            --> 10
end
