-- What is thrown comes out, untouched but for strings' positions.
local function try(v, level) return select(2, pcall(error, v, level)) end
print(try(nil), try(42), try(4.5), try(true), try("x"), try("x", 0), try("x", 1))
--> nil	42	4.5	true	x	x	x
local t = {}
print(try(t) == t, try(print) == print, rawequal(try(t), t))
--> true	true	true
print(pcall(error))                       --> false	nil
print(select("#", pcall(error)))          --> 2
local function lifts(level) error("m", level) end
local function calls(level) lifts(level) end
for level = 0, 4 do
    print(level, (select(2, pcall(calls, level))))
--> 0	m
--> 1	error_values_of_every_type.lua:10: m
--> 2	error_values_of_every_type.lua:11: m
--> 3	m
--> 4	error_values_of_every_type.lua:13: m
end
print(pcall(error, "m", "2"))             --> false	error_values_of_every_type.lua:20: m
print(pcall(error, "m", {}))
--> false	bad argument #2 to 'error' (number expected, got table)
