-- Comparisons tell the two types.
local function try(f) print((select(2, pcall(f)))) end
--> names_in_comparison_errors.lua:17: attempt to compare number with string
--> names_in_comparison_errors.lua:18: attempt to compare string with number
--> names_in_comparison_errors.lua:19: attempt to compare table with number
--> names_in_comparison_errors.lua:20: attempt to compare two table values
--> names_in_comparison_errors.lua:21: attempt to compare nil with number
--> names_in_comparison_errors.lua:22: attempt to compare number with nil
--> names_in_comparison_errors.lua:23: attempt to compare two boolean values
--> names_in_comparison_errors.lua:24: attempt to compare number with function
--> names_in_comparison_errors.lua:25: attempt to compare table with number
--> names_in_comparison_errors.lua:26: attempt to compare thread with number
--> names_in_comparison_errors.lua:27: attempt to compare N with number
--> names_in_comparison_errors.lua:28: attempt to compare number with N
--> names_in_comparison_errors.lua:29: attempt to compare table with number
--> names_in_comparison_errors.lua:30: attempt to compare number with string
try(function() return 1 < "1" end)
try(function() return "1" < 1 end)
try(function() return {} < 1 end)
try(function() return {} < {} end)
try(function() return nil < 1 end)
try(function() return 1 <= nil end)
try(function() return true >= false end)
try(function() return print > 1 end)
try(function() return 1.5 > {} end)
try(function() return coroutine.create(print) < 1 end)
try(function() return setmetatable({}, {__name = "N"}) < 1 end)
try(function() return 1 < setmetatable({}, {__name = "N"}) end)
try(function() local a = {} if a < 10 then end end)
try(function() local a = "x" while a > 10 do end end)
