-- C calls inside one another are counted; pcall called yield or resume and
-- counted wrongly, until there were too many or less than none.
local function each(what, f)
    local n = 0
    for _ = 1, 1000 do n = n + (select("#", f()) > 0 and 1 or 0) end
    print(what, n)
end

local function resume_twice(co, ...)
    assert(coroutine.resume(co, ...))
    return select(2, assert(coroutine.resume(co, "x")))
end

each("yield", function() return resume_twice(coroutine.create(pcall), coroutine.yield) end)
each("pcall, yield", function()
    return resume_twice(coroutine.create(function() return pcall(pcall, coroutine.yield) end))
end)
local function body() return coroutine.yield(1) end
each("resume", function() return assert(pcall(coroutine.resume, coroutine.create(body))) end)
each("pcall, resume", function()
    return assert(pcall(pcall, coroutine.resume, coroutine.create(body)))
end)
each("pcall, wrap", function()
    local f = coroutine.wrap(body)
    return assert(pcall(pcall, f)), assert(pcall(pcall, f))
end)
each("resume, yield", function()
    return assert(pcall(coroutine.resume, coroutine.create(coroutine.yield)))
end)
each("resume, pcall, yield", function()
    local co = coroutine.create(pcall)
    return assert(select(2, pcall(pcall, coroutine.resume, co, pcall, coroutine.yield))),
        assert(pcall(coroutine.resume, co))
end)
each("xpcall", function()
    return resume_twice(coroutine.create(xpcall), coroutine.yield, print)
end)
--> yield	1000
--> pcall, yield	1000
--> resume	1000
--> pcall, resume	1000
--> pcall, wrap	1000
--> resume, yield	1000
--> resume, pcall, yield	1000
--> xpcall	1000
