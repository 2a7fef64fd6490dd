-- tests/lib/base/load_reads_pieces_from_a_function.lua
local load = function(...) return select(2, pcall(load, ...)) end
local pieces = {"return ", "1", "0 ", "+ ", "5", nil}
local i = 0
print(load(function() i = i + 1; return pieces[i] end)())  --> 15
i = 0
print(load(function() i = i + 1; return i == 1 and "return 7" or "" end)())
--> 7
print(load(function() return nil end)())  -->
print(load(function() error("reader failed", 0) end))  --> nil	reader failed
print(load(function() return {} end))
--> nil	reader function must return a string
i = 0
print(load(function() i = i + 1; return ({"return 'a", "b\\", "n' .. [", "[x]",
    "]"})[i] end)())
--> ab
--> x
local long = 0
print(#load(function() long = long + 1; return ({"return '" , ("z"):rep(5000),
    "'"})[long] end)())                 --> 5000
