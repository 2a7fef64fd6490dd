-- tests/regress/table_length_after_clearing_the_end.lua
local t = {}
for i = 1, 64 do t[i] = i end
for i = 64, 33, -1 do t[i] = nil end
print(#t)                               --> 32
t[33] = 1
print(#t, t[33], t[34])                 --> 33	1	nil
t[#t] = nil; t[#t] = nil
print(#t)                               --> 31
for i = 1, 31 do t[i] = nil end
print(#t == 0 or t[#t] ~= nil, next(t))  --> true	nil
