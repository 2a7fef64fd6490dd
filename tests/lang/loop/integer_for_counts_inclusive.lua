-- tests/lang/loop/integer_for_counts_inclusive.lua
for i = 1, 3 do print(i) end
--> 1
--> 2
--> 3
for i = 3, 1, -1 do print(i) end
--> 3
--> 2
--> 1
for i = 5, 4 do print("never", i) end
for i = 1, 0, -1 do print(i) end
--> 1
--> 0
for i = 10, 1, -4 do print(i) end
--> 10
--> 6
--> 2
for i = 0, 0 do print("once", i) end    --> once	0
