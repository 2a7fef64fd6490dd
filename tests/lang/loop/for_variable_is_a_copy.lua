-- tests/lang/loop/for_variable_is_a_copy.lua
for i = 1, 3 do
    local j = i
    i = i * 10
    print(i, j)
end
--> 10	1
--> 20	2
--> 30	3
local fs = {}
for i = 1, 3 do
    fs[i] = function() i = i + 1; return i end
end
print(fs[1](), fs[1](), fs[2](), fs[3]())  --> 2	3	3	4
