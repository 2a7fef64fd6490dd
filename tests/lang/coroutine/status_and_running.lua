-- Who is running, normal, suspended, dead.
local main, ismain = coroutine.running()
print(type(main), ismain, coroutine.status(main), coroutine.isyieldable())
--> thread	true	running	false
local outer
outer = coroutine.create(function()
    local inner = coroutine.create(function()
        return coroutine.status(outer), coroutine.status(main), select(2, coroutine.running())
    end)
    print(coroutine.status(inner), coroutine.isyieldable(), coroutine.isyieldable(outer))
--> suspended	true	true
    print(coroutine.resume(inner))        --> true	normal	normal	false
    print(coroutine.status(inner), coroutine.resume(outer))
--> dead	false	cannot resume non-suspended coroutine
    return "done"
end)
print(coroutine.status(outer), coroutine.resume(outer))
--> suspended	true	done
print(coroutine.status(outer), coroutine.resume(outer))
--> dead	false	cannot resume dead coroutine
print(coroutine.resume(main))
--> false	cannot resume non-suspended coroutine
print(coroutine.isyieldable(main), coroutine.isyieldable(outer))
--> false	true
