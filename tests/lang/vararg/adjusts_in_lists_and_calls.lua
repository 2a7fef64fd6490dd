-- tests/lang/vararg/adjusts_in_lists_and_calls.lua
local function three() return 1, 2, 3 end
print(three(), three())                 --> 1	1	2	3
print((three()), "x", three())          --> 1	x	1	2	3
local t = {three(), three(), (three())}
print(#t, t[1], t[2], t[3])             --> 3	1	1	1
local a, b, c, d = three()
print(a, b, c, d)                       --> 1	2	3	nil
local e, f = (three())
print(e, f)                             --> 1	nil
local g, h, i = 0, three()
print(g, h, i)                          --> 0	1	2
