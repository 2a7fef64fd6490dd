-- tests/lang/goto/leaves_nested_blocks.lua
for i = 1, 3 do
    for j = 1, 3 do
        for k = 1, 3 do
            if i * j * k == 4 then
                print(i, j, k)          --> 1	2	2
                goto done
            end
        end
    end
end
::done::
print("after")                          --> after
