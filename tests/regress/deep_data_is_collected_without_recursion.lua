-- tests/regress/deep_data_is_collected_without_recursion.lua
-- skip-mode: stress-gc
local list
for i = 1, 20000 do list = {next = list} end
collectgarbage()
local n = 0
while list do n = n + 1; list = list.next end
print(n)                                --> 20000
collectgarbage()
local f
for i = 1, 5000 do local g = f; f = function() return g end end
collectgarbage()
n = 0
while f do n = n + 1; f = f() end
print(n)                                --> 5000
