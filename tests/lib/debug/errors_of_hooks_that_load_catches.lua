-- An error of a hook that load catches, or the closing of a coroutine: hooks
-- go on, and so do yields, which in a hook mean something else.
local function trap(mask, count)
    debug.sethook(function()
        debug.sethook()
        error("from a hook", 0)
    end, mask, count)
end

local co = coroutine.wrap(function()
    print(load(function() trap("", 1) return "" end))
    --> nil	from a hook
    debug.sethook()
    print(coroutine.yield("first"))
    local n = 0
    debug.sethook(function() n = n + 1 end, "l")
    local x = 1
    debug.sethook()
    return n > 0
end)
print(co())                             --> first
print(co("again"))
--> again
--> true

local lines = 0
local dead = coroutine.create(function()
    local last <close> = setmetatable({}, {__close = function(_, e)
        print(e)
        debug.sethook(function() lines = lines + 1 end, "l")
        local x = 1
    end})
    local failing <close> = setmetatable({}, {__close = function()
        trap("", 1)
        local x = 1
    end})
    coroutine.yield()
end)
coroutine.resume(dead)
print(coroutine.close(dead))
--> from a hook
--> false	from a hook
print(lines > 0)                        --> true
