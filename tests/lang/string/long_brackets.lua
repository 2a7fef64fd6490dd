-- tests/lang/string/long_brackets.lua
print([[a]], [==[a]]b]=]c]==], [[]])
print([[
first newline dropped]])
print(#[[

x]])
print([[no \n escapes "here"]])
print([==[
]]]==])
print(#"\r\n", #[[
]], [[a
b]] == "a\nb")

--> a	a]]b]=]c
--> first newline dropped
--> 2
--> no \n escapes "here"
--> ]]
--> 2	0	true
