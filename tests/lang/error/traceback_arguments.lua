-- tests/lang/error/traceback_arguments.lua
print(debug.traceback({}) ~= nil, type(debug.traceback({})))
print(debug.traceback(nil) ~= nil, debug.traceback(12,
    1):match("^12\nstack traceback:"))
print((debug.traceback("m",
    0):match("^m\nstack traceback:\n\t%[C%]: in function 'debug.traceback'")))
print(debug.traceback("only message", 100))
local co = coroutine.create(function(a) local x = a; coroutine.yield(x); error(
    "z") end)
print(debug.traceback(co))
coroutine.resume(co, 1)
print(debug.traceback(co, "suspended"))
coroutine.resume(co)
print(debug.traceback(co, "failed", 0))

--> true	table
--> true	12
--> stack traceback:
--> m
--> stack traceback:
--> 	[C]: in function 'debug.traceback'
--> only message
--> stack traceback:
--> stack traceback:
--> suspended
--> stack traceback:
--> 	[C]: in function 'coroutine.yield'
--> 	traceback_arguments.lua:8: in function <traceback_arguments.lua:8>
--> failed
--> stack traceback:
--> 	[C]: in function 'error'
--> 	traceback_arguments.lua:8: in function <traceback_arguments.lua:8>
