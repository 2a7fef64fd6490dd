-- coroutine.close closes what is pending and tells of errors.
local log = {}
local function make(fail)
    local co = coroutine.create(function()
        local a <close> = setmetatable({}, {__close = function(_, e) log[#log + 1] = "a:" .. tostring(e) end})
        local b <close> = setmetatable({}, {__close = function(_, e) if fail then error("in b", 0) end end})
        coroutine.yield "first"
    end)
    coroutine.resume(co)
    return co
end
local co = make(false)
print(coroutine.close(co), coroutine.status(co)) --> true	dead
co = make(true)
print(coroutine.close(co))                --> false	in b
print(coroutine.close(co), coroutine.status(co)) --> true	dead
print(table.concat(log, " "))             --> a:nil a:in b
print(coroutine.close(coroutine.create(print))) --> true
local dead = coroutine.create(error)
coroutine.resume(dead, "why")
print(coroutine.close(dead))              --> false	why
print(coroutine.close(dead))              --> true
print(pcall(coroutine.close, coroutine.running()))
--> false	cannot close a running coroutine
local wrapped = coroutine.wrap(function() print(pcall(coroutine.close, (coroutine.running()))) end)
--> false	cannot close a running coroutine
wrapped()
print(pcall(coroutine.close, 1))
--> false	bad argument #1 to 'coroutine.close' (thread expected, got number)
