-- tests/lib/string/gsub_with_table_and_function.lua
print(("$name is $age"):gsub("%$(%w+)", {name = "Ann", age = 30}))
--> Ann is 30	2
print(("$name is $what"):gsub("%$(%w+)", {name = "Ann", what = false}))
--> Ann is $what	2
print(("abc"):gsub("%w", function(c) if c == "b" then return "[" .. c
    .. "]" end end))                    --> a[b]c	3
print(("a b c"):gsub("(%w) (%w)", function(x, y) return y .. x end))
--> ba c	1
print(("abc"):gsub("()", function(p) return p end))  --> 1a2b3c4	4
print(("abc"):gsub("%w", function() return false end))  --> abc	3
print(("5 6"):gsub("%d", function(d) return d * 2 end))  --> 10 12	2
print(pcall(string.gsub, "abc", "%w", function() return {} end))
--> false	invalid replacement value (a table)
print(pcall(string.gsub, "abc", "%w", {a = true}))
--> false	invalid replacement value (a boolean)
print(pcall(string.gsub, "abc", "%w"))
--> false	bad argument #3 to 'string.gsub' (string/function/table expected, got no value)
print(pcall(string.gsub, "abc", "%w", true))
--> false	bad argument #3 to 'string.gsub' (string/function/table expected, got boolean)
print(("abc"):gsub("%w", setmetatable({},
    {__index = function(_, k) return k:upper() end})))  --> ABC	3
