-- tests/lang/loop/while_and_repeat.lua
local i = 0
while i < 3 do i = i + 1 end
print(i)                                --> 3
repeat i = i - 1 until i <= 0
print(i)                                --> 0
repeat local done = true until done
while true do
    i = i + 1
    if i == 5 then break end
end
print(i)                                --> 5
while nil do print("never") end
repeat i = i + 1; local big = i > 8 until big
print(i)                                --> 9
