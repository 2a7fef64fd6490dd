-- tests/limit/memory_of_a_small_program_fits.lua
-- args: --max-memory=10M
-- oracle: no (limits are ours)
local t = {}
for i = 1, 1000 do t[i] = {i} end
print(#t)                               --> 1000
