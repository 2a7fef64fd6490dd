-- tests/lib/table/mixed_element_kinds_in_arrays.lua
local t = {1, 2, 3}
t[2] = 2.5
print(t[1], t[2], math.type(t[1]), math.type(t[2]))  --> 1	2.5	integer	float
t[3] = "three"; t[4] = {}; t[5] = false; t[6] = print
print(t[3], type(t[4]), t[5], t[6] == print, #t)  --> three	table	false	true	6
local f = {1.5, 2.5}
f[3] = 3
print(f[3], math.type(f[3]), f[1] + f[3])  --> 3	integer	4.5
f[1] = nil
print(f[1], f[2], f[3])                 --> nil	2.5	3
local k = {}
for i = 1, 10 do k[i] = i % 2 == 0 and i or i + 0.0 end
print(table.concat(k, " "))             --> 1.0 2 3.0 4 5.0 6 7.0 8 9.0 10
