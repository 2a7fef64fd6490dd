-- tests/lang/error/assert_passes_or_raises.lua
print(assert(1, "unused", 3))           --> 1	unused	3
print(pcall(assert, false))             --> false	assertion failed!
print(pcall(assert, nil, "message"))    --> false	message
print(pcall(assert, false, {1}) == false,
    type(select(2, pcall(assert, nil, {}))))  --> true	table
print(pcall(assert))
--> false	bad argument #1 to 'assert' (value expected)
print(select("#", pcall(assert, false, nil)))  --> 2
print(pcall(assert, 1 == 2, "not equal", 1))  --> false	not equal
