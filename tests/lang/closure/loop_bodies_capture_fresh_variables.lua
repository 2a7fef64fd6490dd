-- tests/lang/closure/loop_bodies_capture_fresh_variables.lua
local fs = {}
for i = 1, 3 do
    local j = 0
    fs[i] = {function() j = j + i; return j end, function() return j end}
end
fs[1][1](); fs[2][1](); fs[2][1]()
print(fs[1][2](), fs[2][2](), fs[3][2]())  --> 1	4	0
local gs, n = {}, 0
while n < 3 do
    n = n + 1
    local m = n
    gs[n] = function() m = m + 1; return m + n end
end
print(gs[1](), gs[2](), gs[3](), gs[1]())  --> 5	6	7	6
