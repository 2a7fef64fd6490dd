-- while and repeat with compound conditions.
local i, t = 0, {}
while not (i >= 5 or t.stop) and i ~= 4 do i = i + 1 end
print(i)                                  --> 4
repeat i = i - 1 local done = i < 2 until done and i < 2 or not i
print(i)                                  --> 1
while i < 10 and (i % 7 ~= 0 or i == 0) do i = i + 1 end
print(i)                                  --> 7
local a, b, c = nil, false, 0
while a or b or c do c = c < 3 and c + 1 or nil end
print(a, b, c)                            --> nil	false	nil
repeat local x = i i = i + 1 until x == 9 or i > 20
print(i)                                  --> 10
