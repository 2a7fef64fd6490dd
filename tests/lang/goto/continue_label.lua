-- tests/lang/goto/continue_label.lua
for i = 1, 5 do
    if i % 2 == 0 then goto continue end
    print(i)
    ::continue::
end
--> 1
--> 3
--> 5
local i = 0
while i < 4 do
    i = i + 1
    if i == 2 then goto next end
    print("w", i)
    ::next::
end
--> w	1
--> w	3
--> w	4
