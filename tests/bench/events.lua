-- tests/bench/events.lua -- handlers subscribed, called and removed.
-- group: closure

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function make_emitter()
    local handlers = {}
    local emitter = {}

    -- Returns the function that ends the subscription.
    function emitter.on(name, handler)
        local list = handlers[name] or {}
        handlers[name] = list
        list[#list + 1] = handler
        return function()
            for i, known in ipairs(list) do
                if known == handler then
                    table.remove(list, i)
                    return true
                end
            end
            return false
        end
    end

    function emitter.once(name, handler)
        local stop
        stop = emitter.on(name, function(...)
            stop()
            return handler(...)
        end)
        return stop
    end

    function emitter.emit(name, ...)
        local list = handlers[name]
        if not list then
            return 0
        end
        local count = #list
        for i = count, 1, -1 do
            list[i](...)
        end
        return count
    end

    return emitter
end

local function counter(step)
    local count = 0
    return function() count = count + step end, function() return count end
end

local function throttle(every, handler)
    local calls = 0
    return function(...)
        calls = calls + 1
        if calls % every == 0 then
            return handler(...)
        end
    end
end

local function average()
    local sum, count = 0, 0
    return function(value)
        sum, count = sum + value, count + 1
    end, function()
        return count > 0 and sum / count or 0
    end
end

bench(5, function()
    local emitter = make_emitter()
    local tick, ticks = counter(1)
    local tock, tocks = counter(10)
    local put, mean = average()
    local last = {}
    emitter.on("tick", tick)
    emitter.on("tick", throttle(4, tock))
    emitter.on("value", put)
    emitter.on("value", throttle(3, function(value, name)
        last[name] = value
    end))
    local called = 0
    for i = 1, 110000 do
        called = called + emitter.emit("tick")
        called = called + emitter.emit("value", i % 100, "v" .. i % 7)
        if i % 5 == 0 then
            emitter.once("tick", tock)
        end
        local stop = emitter.on("done", tick)
        called = called + emitter.emit("done") + emitter.emit("nobody")
        stop()
    end
    return string.format("%d calls, ticks %d, tocks %d, mean %.3f, v3 %d",
                         called, ticks(), tocks(), mean(), last.v3)
end)
