-- tests/lang/length/strings_and_tables.lua
print(#"", #"abc", #"a\0b", #"\u{7FFFFFFF}", #("x"):rep(1000))
--> 0	3	3	6	1000
print(#{}, #{1, 2, 3}, #{1, 2, nil}, #{n = 1}, #{[1] = 1, [2] = 2})
--> 0	3	2	0	2
local t = {}
for i = 1, 10 do t[i] = i end
t[#t] = nil
print(#t)                               --> 9
t[#t + 1] = "x"; t[#t + 1] = "y"
print(#t, t[#t])                        --> 11	y
for i = #t, 1, -1 do t[i] = nil end
print(#t, next(t))                      --> 0	nil
