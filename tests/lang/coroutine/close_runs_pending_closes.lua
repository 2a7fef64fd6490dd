-- tests/lang/coroutine/close_runs_pending_closes.lua
local function closer(name)
    return setmetatable({}, {__close = function(_, e) print("close", name,
        e) end})
end
local co = coroutine.create(function()
    local a <close> = closer("a")
    local b <close> = closer("b")
    coroutine.yield("suspended")
end)
print(coroutine.resume(co))             --> true	suspended
print(coroutine.close(co), coroutine.status(co))
--> close	b	nil
--> close	a	nil
--> true	dead
print(coroutine.close(co))              --> true
print(coroutine.close(coroutine.create(print)))  --> true
co = coroutine.create(function()
    local a <close> = setmetatable({}, {__close = function() error("in close",
        0) end})
    coroutine.yield()
end)
coroutine.resume(co)
print(coroutine.close(co))              --> false	in close
print(coroutine.status(co), coroutine.resume(co))
--> dead	false	cannot resume dead coroutine
