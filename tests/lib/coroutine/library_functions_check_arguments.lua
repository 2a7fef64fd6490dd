-- tests/lib/coroutine/library_functions_check_arguments.lua
print(pcall(coroutine.resume))
--> false	bad argument #1 to 'coroutine.resume' (thread expected, got no value)
print(pcall(coroutine.wrap, {}))
--> false	bad argument #1 to 'coroutine.wrap' (function expected, got table)
print(pcall(coroutine.isyieldable, 5))
--> false	bad argument #1 to 'coroutine.isyieldable' (thread expected, got number)
print(pcall(coroutine.close, {}))
--> false	bad argument #1 to 'coroutine.close' (thread expected, got table)
print(coroutine.resume(coroutine.create(select), "#", 1, 2))  --> true	2
print(coroutine.resume(coroutine.create(coroutine.yield), 1, 2))  --> true	1	2
print(coroutine.wrap(pcall)(error, "x"))  --> false	x
