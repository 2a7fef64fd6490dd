-- tests/lang/arith/strings_compare_bytewise.lua
print("a" < "b", "a" < "B", "Z" < "a", "" < "a", "a" < "aa")
--> true	false	true	true	true
print("10" < "9", "abc" <= "abc", "abc" >= "abd")  --> true	true	false
print("a\0b" < "a\0c", "a\0" > "a", "\0" < "\1", "a\0b" == "a\0b")
--> true	true	true	true
print("\xff" > "a", "\x7f" < "\x80")    --> true	true
