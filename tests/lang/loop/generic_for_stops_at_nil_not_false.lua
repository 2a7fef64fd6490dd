-- tests/lang/loop/generic_for_stops_at_nil_not_false.lua
local values = {1, false, 2, nil, 3}
local i = 0
local n = 0
for v in function() i = i + 1; return values[i] end do n = n + 1 end
print(n, i)                             --> 3	4
local t = {}
for k, v in pairs {a = false} do t[#t + 1] = tostring(v) end
print(t[1])                             --> false
