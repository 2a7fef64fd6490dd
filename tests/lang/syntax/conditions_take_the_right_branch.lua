-- tests/lang/syntax/conditions_take_the_right_branch.lua
local function test(a, b, c)
    if a and not b then return 1
    elseif (a or b) and c then return 2
    elseif not (a or c) then return 3
    elseif a == b and b == c then return 4
    else return 5 end
end
local T, F = true, false
print(test(T, F, F), test(T, T, T), test(F, F, F), test(F, T, T))  --> 1	2	3	2
print(test(T, T, F), test(F, F, T), test(nil, nil, 0), test(0, nil, nil))
--> 5	5	5	1
local v = nil
if v then print("v") elseif v == nil then print("nil") else print("else") end
--> nil
while not v do v = 1 end
print(v == 1 and "yes" or "no", v ~= 1 and "yes" or "no")  --> yes	no
