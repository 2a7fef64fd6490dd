-- tests/lang/syntax/return_must_be_last.lua
print(load "return 1; print(2)")
--> nil	[string "return 1; print(2)"]:1: <eof> expected near 'print'
print(load "do return 1 end print(2)" ~= nil)  --> true
print(load "return; ;")
--> nil	[string "return; ;"]:1: <eof> expected near ';'
print(load "if true then return end return 5"())  -->
print(load "return"(), select("#", load "return"()),
    select("#", load "return nil"()))   --> nil	0	1
print(load "function f() return 1, 2, end")
--> nil	[string "function f() return 1, 2, end"]:1: unexpected symbol near 'end'
print(load "local function f() return end return f()"())  -->
