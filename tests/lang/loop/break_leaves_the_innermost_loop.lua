-- tests/lang/loop/break_leaves_the_innermost_loop.lua
for i = 1, 3 do
    for j = 1, 3 do
        if j == 2 then break end
        io.write(i, ":", j, " ")
    end
end
print()
while true do
    repeat break until false
    do break end
end
print("out")
--> 1:1 2:1 3:1
--> out
