-- tests/lang/assign/constants_fold_through_const.lua
local A <const> = 2
local B <const> = A * 3
local C <const> = "n=" 
local D <const> = nil
local E <const> = false
print(B, C .. B, D, E, not E)           --> 6	n=6	nil	false	true
local function f() return A + B, C, D end
print(f())                              --> 8	n=	nil
local t <const> = {A, B, [C] = D, [A] = "two"}
print(t[1], t[2], t["n="])              --> 2	6	nil
if E then print("never") else print("else") end  --> else
