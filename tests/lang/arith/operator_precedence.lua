-- tests/lang/arith/operator_precedence.lua
print(2 + 3 * 4 ^ 2 / 2, (2 + 3) * 4)   --> 26.0	20
print(not nil == true, not (nil == true))  --> true	true
print(1 .. 2 == "12", 2 * 3 .. 4 + 5)   --> true	69
print(-3 ^ 2, 2 ^ -2, not 1 == 2)       --> -9.0	0.25	false
print(1 << 2 + 1, 1 + 2 << 1, 5 & 3 | 8, 5 ~ 1 & 3)  --> 8	6	9	4
print(1 | 2 == 3 and "bits before compare", 7 & 3 == 3)
--> bits before compare	true
print(1 or error("no"), nil and error("no"), false or nil)  --> 1	nil	nil
print("a" .. "b" == "ab" and 1 < 2, #"abc" + 1, -#"abc")  --> true	4	-3
print(2 - 3 - 4, 2 / 4 / 2, 100 // 7 // 2)  --> -5	0.25	7
