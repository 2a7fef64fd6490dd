-- skip-mode: stress-stack
-- A handler gets the error before unwinding; its result is the result.
print(xpcall(error, function(m) return m .. "!", "dropped" end, "e", 0))
--> false	e!
print(xpcall(function(...) return select("#", ...), ... end, print, 1, nil, 3))
--> true	3	1	nil	3
print(xpcall(error, function() error "again" end, "e") )
--> false	error in error handling
print(pcall(xpcall))
--> false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, print))
--> false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, error, 42, "e"))
--> false	bad argument #2 to 'xpcall' (function expected, got number)
print(xpcall(function() local x = nil; x() end, function(m) return (m:gsub("^.-:%d+: ", "")) end))
--> false	attempt to call a nil value (local 'x')
local depth = 0
local function rec() depth = depth + 1 rec() end
print(xpcall(rec, function(m) return (m:match "stack overflow") end), depth > 1000)
--> false	true
print(xpcall(function() return xpcall(error, function(m) return "inner " .. m end, "e", 0) end, function() return "outer" end))
--> true	false	inner e
print(xpcall(error, function(m) return type(m) end, {})) --> false	table
print(xpcall(error, function(m) return type(m) end)) --> false	nil
