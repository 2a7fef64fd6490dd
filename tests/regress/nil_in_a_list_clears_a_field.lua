-- Items of a list come after fields of the same constructor, nils too.
local function f() return 1, nil, 3 end
local function g() return 1, 2, nil end
local t = {[2] = 7, f()}
print(t[1], t[2], t[3])           --> 1	nil	3
t = {[3] = 7, g()}
print(t[1], t[2], t[3])           --> 1	2	nil
t = {[3] = 7.5, 1, 2, nil}
print(t[1], t[2], t[3])           --> 1	2	nil
t = {[2] = 7, 1, nil, 3}
print(t[1], t[2], t[3], #t)       --> 1	nil	3	3
t = {[1] = 7, nil}
print(t[1], #t, next(t))          --> nil	0	nil
t = {[1] = 7, [2] = 8, nil, 2}
print(t[1], t[2], #t)             --> nil	2	2
