-- Index errors name the variable, whatever kind it is.
local loc = nil
local up = nil
local t = {a = {}, [1] = nil}
local function try(f) print((select(2, pcall(f)))) end
--> names_in_index_errors.lua:28: attempt to index a nil value (local 'x')
--> names_in_index_errors.lua:29: attempt to index a nil value (upvalue 'up')
--> names_in_index_errors.lua:30: attempt to index a nil value (global 'glob')
--> names_in_index_errors.lua:31: attempt to index a nil value (field 'b')
--> names_in_index_errors.lua:32: attempt to index a nil value (field 'b')
--> names_in_index_errors.lua:33: attempt to index a nil value (field 'integer index')
--> names_in_index_errors.lua:34: attempt to index a nil value (field 'b')
--> names_in_index_errors.lua:35: attempt to index a nil value (field '?')
--> names_in_index_errors.lua:36: attempt to call a nil value (method 'nomethod')
--> names_in_index_errors.lua:37: attempt to call a nil value (method 'nomethod')
--> names_in_index_errors.lua:38: attempt to call a nil value (method 'nomethod')
--> names_in_index_errors.lua:39: attempt to index a nil value
--> names_in_index_errors.lua:40: attempt to index a number value
--> names_in_index_errors.lua:41: attempt to index a nil value (field 'b')
--> names_in_index_errors.lua:42: attempt to index a nil value (field 'b')
--> names_in_index_errors.lua:43: attempt to index a nil value (upvalue 'up')
--> names_in_index_errors.lua:44: attempt to index a nil value (global 'glob')
--> names_in_index_errors.lua:45: table index is nil
--> names_in_index_errors.lua:46: table index is NaN
--> names_in_index_errors.lua:47: attempt to index a nil value (global 'glob')
--> names_in_index_errors.lua:48: attempt to index a nil value (field '?')
--> names_in_index_errors.lua:49: attempt to index a nil value
try(function() local x return x.y end)
try(function() return up.y end)
try(function() return glob.y end)
try(function() return t.b.c end)
try(function() return t.a.b.c end)
try(function() return t[1].x end)
try(function() return t["b"].x end)
try(function() local k = "key" return t[k].x end)
try(function() return t:nomethod() end)
try(function() return t.a:nomethod() end)
try(function() return ("x"):nomethod() end)
try(function() return (nil).x end)
try(function() return (1).x end)
try(function() return t.a.b.c.d end)
try(function() t.b.c = 1 end)
try(function() up.x = 1 end)
try(function() glob.x = 1 end)
try(function() t[nil] = 1 end)
try(function() t[0 / 0] = 1 end)
try(function() return _ENV.glob.x end)
try(function() return t[up].x end)
try(function() local a <const> = nil return a.b end)
