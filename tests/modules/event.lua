-- lua-event: callbacks of libevent, sockets among them.
local check = require "check"
local core = require "luaevent.core"
local socket = require "socket"

local keep = {} -- an event that nothing refers to is collected

check.case("timeouts repeat until they say no", function()
    local base, n = core.new(), 0
    keep[#keep + 1] = base:addevent(nil, core.EV_TIMEOUT, function()
        n = n + 1
        return n == 5 and core.LEAVE or nil, 0.001
    end, 0.001)
    base:loop()
    check.equal(n, 5)
    check.equal(type(base:method()), "string")
end)

check.case("a socket becomes readable", function()
    local base = core.new()
    local server = assert(socket.bind("127.0.0.1", 0))
    local _, port = server:getsockname()
    local client = assert(socket.connect("127.0.0.1", port))
    local peer = assert(server:accept())
    local got = {}
    keep[#keep + 1] = base:addevent(peer, core.EV_READ, function(what)
        check.equal(what, core.EV_READ)
        got[#got + 1] = peer:receive()
        if #got == 3 then return core.LEAVE end
    end)
    client:send("a\n")
    keep[#keep + 1] = base:addevent(nil, core.EV_TIMEOUT, function()
        client:send("b\nc\n")
        return core.LEAVE
    end, 0.002)
    keep[#keep + 1] = base:addevent(nil, core.EV_TIMEOUT, function()
        if #got < 2 then return nil end
        if #got < 3 then got[3] = peer:receive() end
        base:loopexit()
        return core.LEAVE
    end, 0.01)
    base:loop()
    check.equal(got, {"a", "b", "c"})
    for _, s in ipairs{server, client, peer} do s:close() end
end)

check.case("many timers, collected between", function()
    local base, n = core.new(), 0
    for _ = 1, 200 do
        keep[#keep + 1] = base:addevent(nil, core.EV_TIMEOUT, function()
            n = n + 1
            if n % 50 == 0 then collectgarbage() end
            return core.LEAVE
        end, 0.001)
    end
    base:loop()
    check.equal(n, 200)
end)

check.case("events can be closed", function()
    local base, called = core.new(), false
    local e = base:addevent(nil, core.EV_TIMEOUT, function() called = true end,
                            0.001)
    e:close()
    base:loop()
    check.equal(called, false)
end)

check.done()
