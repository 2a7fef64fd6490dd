-- tests/lang/coroutine/resume_of_the_wrong_state.lua
local co
co = coroutine.wrap(function() return pcall(co) end)
print(co())
--> false	cannot resume non-suspended coroutine
local main = coroutine.running()
print(coroutine.resume(main))
--> false	cannot resume non-suspended coroutine
local self
self = coroutine.create(function() return coroutine.resume(self) end)
print(coroutine.resume(self))
--> true	false	cannot resume non-suspended coroutine
local outer
outer = coroutine.create(function()
    local inner = coroutine.create(function() return coroutine.resume(
        outer) end)
    return coroutine.resume(inner)
end)
print(coroutine.resume(outer))
--> true	true	false	cannot resume non-suspended coroutine
print(pcall(coroutine.resume, 5))
--> false	bad argument #1 to 'coroutine.resume' (thread expected, got number)
print(pcall(coroutine.create, 5))
--> false	bad argument #1 to 'coroutine.create' (function expected, got number)
print(pcall(coroutine.wrap))
--> false	bad argument #1 to 'coroutine.wrap' (function expected, got no value)
print(pcall(coroutine.status, nil))
--> false	bad argument #1 to 'coroutine.status' (thread expected, got nil)
