-- tests/lib/base/ipairs_stops_at_nil.lua
for i, v in ipairs {1, 2, nil, 4} do print(i, v) end
--> 1	1
--> 2	2
for i in ipairs {} do print("never") end
for i in ipairs {[0] = 0, [2] = 2} do print("never") end
local t = {1, 2, 3}
for i, v in ipairs(t) do if i < 6 then t[i + 3] = v + 3 end end
print(#t, t[8], t[9])                   --> 8	8	nil
for i, v in ipairs("str") do print("never") end
print(pcall(function() for i in ipairs() do end end))
--> false	ipairs_stops_at_nil.lua:11: bad argument #1 to 'ipairs' (value expected)
