-- tests/lib/string/rep_negative_count.lua
print(("ab"):rep(-1) == "")             --> true
string.rep("xx", 1 << 62)               --! resulting string too large
