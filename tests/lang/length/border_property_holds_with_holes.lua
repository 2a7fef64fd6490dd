-- tests/lang/length/border_property_holds_with_holes.lua
local function border(t)
    local n = #t
    return (n == 0 or t[n] ~= nil) and t[n + 1] == nil
end
print(border {1, nil, 3}, border {nil, nil, 3}, border {nil}, border {1})
--> true	true	true	true
local t = {}
for i = 1, 50 do t[i * 2] = i end
print(border(t))                        --> true
for i = 1, 100, 3 do t[i] = i end
print(border(t))                        --> true
for i = 100, 1, -1 do t[i] = nil end
print(border(t), #t)                    --> true	0
