-- tests/lib/base/load_binary_chunks.lua
local function add(a, b) return a + b end
local dumped = string.dump(add)
print(dumped:byte(1), load(dumped, "d", "b")(2, 3))  --> 27	5
print(load(dumped, "d")(4, 5))          --> 9
print(load(dumped, "d", "t"))
--> nil	attempt to load a binary chunk (mode is 't')
print(load("return 1", "c", "b"))
--> nil	attempt to load a text chunk (mode is 'b')
print(load(string.dump(load("return ...")))(9))  --> 9
print(load(dumped:sub(1, 10), "=trunc") == nil)  --> true
print(pcall(string.dump, string.len))   --> false	unable to dump given function
local f = load(string.dump(function(n) local t = {} for i = 1,
    n do t[i] = i * 2 end return #t, t[n] end, true))
print(f(10))                            --> 10	20
