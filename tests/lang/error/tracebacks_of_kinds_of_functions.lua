-- A traceback names globals, fields, methods, locals, upvalues.
local function trace() return (debug.traceback("t", 2):gsub("\n%s*%[C%].*", "")) end
function globalf() return (trace()) end
local lib = {field = function() local r = trace() return r end}
function lib:method() local r = trace() return r end
local function localf() local r = trace() return r end
local function viaup() local r = localf() return r end
print(globalf())
--> t
--> stack traceback:
--> 	tracebacks_of_kinds_of_functions.lua:3: in function 'globalf'
--> 	tracebacks_of_kinds_of_functions.lua:8: in main chunk
print(lib.field())
--> t
--> stack traceback:
--> 	tracebacks_of_kinds_of_functions.lua:4: in field 'field'
--> 	tracebacks_of_kinds_of_functions.lua:13: in main chunk
print(lib:method())
--> t
--> stack traceback:
--> 	tracebacks_of_kinds_of_functions.lua:5: in method 'method'
--> 	tracebacks_of_kinds_of_functions.lua:18: in main chunk
print(localf())
--> t
--> stack traceback:
--> 	tracebacks_of_kinds_of_functions.lua:6: in local 'localf'
--> 	tracebacks_of_kinds_of_functions.lua:23: in main chunk
print(viaup())
--> t
--> stack traceback:
--> 	tracebacks_of_kinds_of_functions.lua:6: in upvalue 'localf'
--> 	tracebacks_of_kinds_of_functions.lua:7: in local 'viaup'
--> 	tracebacks_of_kinds_of_functions.lua:28: in main chunk
print((debug.traceback("m", 100)))
--> m
--> stack traceback:
print(debug.traceback({}) ~= nil)         --> true
print((debug.traceback(coroutine.create(print)))) --> stack traceback:
