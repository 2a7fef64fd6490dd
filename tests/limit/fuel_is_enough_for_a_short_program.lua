-- tests/limit/fuel_is_enough_for_a_short_program.lua
-- args: --fuel=1000000
-- oracle: no (limits are ours)
local s = 0
for i = 1, 1000 do s = s + i end
print(s)                                --> 500500
print(pcall(error, "still catchable"))  --> false	still catchable
