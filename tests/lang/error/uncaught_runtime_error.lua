-- tests/lang/error/uncaught_runtime_error.lua
local t = {}
t.x.y = 1
--! uncaught_runtime_error.lua:3: attempt to index a nil value (field 'x')
--! in main chunk
