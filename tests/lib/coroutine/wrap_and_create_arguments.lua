-- What the functions take and refuse.
print(pcall(coroutine.create))
--> false	bad argument #1 to 'coroutine.create' (function expected, got no value)
print(pcall(coroutine.create, 1))
--> false	bad argument #1 to 'coroutine.create' (function expected, got number)
print(pcall(coroutine.resume))
--> false	bad argument #1 to 'coroutine.resume' (thread expected, got no value)
print(pcall(coroutine.status, {}))
--> false	bad argument #1 to 'coroutine.status' (thread expected, got table)
print(pcall(coroutine.isyieldable, 1))
--> false	bad argument #1 to 'coroutine.isyieldable' (thread expected, got number)
print(coroutine.resume(coroutine.create(function(...) return select("#", ...), ... end), nil, 2, nil))
--> true	3	nil	2	nil
print(coroutine.wrap(function(...) return ... end)(1, nil, 3)) --> 1	nil	3
print(coroutine.resume(coroutine.create(string.rep), "x", 3)) --> true	xxx
print(coroutine.resume(coroutine.create(error), "e", 0)) --> false	e
print(select("#", coroutine.resume(coroutine.create(function() end)))) --> 1
