-- tests/lib/table/grow_shrink_and_reuse.lua
local t = {}
for round = 1, 3 do
    for i = 1, 500 do t[i] = i * round end
    local s = 0
    for i = 1, #t do s = s + t[i] end
    print(#t, s)
    for i = #t, 1, -1 do t[i] = nil end
    print(#t, next(t))
end
--> 500	125250
--> 0	nil
--> 500	250500
--> 0	nil
--> 500	375750
--> 0	nil
