-- tests/lang/loop/float_for_accumulates.lua
for x = 1.0, 3 do print(x) end
--> 1.0
--> 2.0
--> 3.0
for x = 0, 1, 0.25 do print(x) end
--> 0.0
--> 0.25
--> 0.5
--> 0.75
--> 1.0
for x = 1, 0, -0.5 do print(x) end
--> 1.0
--> 0.5
--> 0.0
for x = 1, 2.0, 1 do print(x) end
--> 1
--> 2
for x = 1.0, 0.5 do print("never", x) end
local n = 0
for x = 0, 1, 0.1 do n = n + 1 end
print(n)                                --> 11
for x = 0 / 0, 1 do print("once", x ~= x) end  --> once	true
