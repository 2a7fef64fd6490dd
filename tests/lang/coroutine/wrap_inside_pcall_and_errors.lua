-- Errors of wrapped coroutines get a position added when they are strings.
local f = coroutine.wrap(function() error("text", 0) end)
print(pcall(f))                           --> false	text
print(pcall(f))                           --> false	cannot resume dead coroutine
f = coroutine.wrap(function() error({}) end)
print(type(select(2, pcall(f))))          --> table
f = coroutine.wrap(function() local x = nil; return x.y end)
print(pcall(f))
--> false	wrap_inside_pcall_and_errors.lua:7: attempt to index a nil value (local 'x')
f = coroutine.wrap(function() return f() end)
print(pcall(f))
--> false	wrap_inside_pcall_and_errors.lua:10: cannot resume non-suspended coroutine
f = coroutine.wrap(function() return pcall(f) end)
print(f())                                --> false	cannot resume non-suspended coroutine
print(pcall(coroutine.wrap(function(...) return select("#", ...) end), nil, nil))
--> true	2
