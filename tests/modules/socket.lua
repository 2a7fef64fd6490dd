-- lua-socket: TCP, UDP, select, timeouts; mime, ltn12, url; protected calls
-- that clean up; coroutines around sockets.
local check = require "check"
local socket = require "socket"
local mime = require "mime"
local ltn12 = require "ltn12"
local url = require "socket.url"

-- A connected pair on the loopback.
local function pair()
    local server = assert(socket.bind("127.0.0.1", 0))
    local _, port = server:getsockname()
    local client = assert(socket.connect("127.0.0.1", port))
    local peer = assert(server:accept())
    server:close()
    return client, peer
end

check.case("lines, counts and all", function()
    local a, b = pair()
    a:send("one\r\ntwo\n")
    check.equal(b:receive(), "one")
    check.equal(b:receive("*l"), "two")
    a:send("12345678")
    check.equal(b:receive(3), "123")
    check.equal(b:receive(6, "<"), "<45678")
    check.equal(a:send("abcdef", 2, 4), 4)
    a:shutdown("send")
    check.equal(b:receive("*a"), "bcd")
    check.equal({b:receive(1)}, {nil, "closed", ""})
    a:close()
    b:close()
    check.fails("closed", function() return assert(a:receive()) end)
    check.fails("tcp{client} expected", a.receive, {})
end)

check.case("much data in one go", function()
    local a, b = pair()
    local text = ("0123456789"):rep(2000)
    b:settimeout(5)
    for _ = 1, 3 do
        check.equal(a:send(text), #text)
        check.equal(b:receive(#text), text)
    end
    local received, sent = a:getstats()
    check.equal(received, 0)
    check.equal(sent, 3 * #text)
    a:close()
    b:close()
end)

check.case("timeouts give what has come", function()
    local a, b = pair()
    b:settimeout(0.01)
    a:send("part")
    check.equal({b:receive(10)}, {nil, "timeout", "part"})
    check.equal({b:receive()}, {nil, "timeout", ""})
    a:close()
    b:close()
    local s = socket.tcp()
    s:settimeout(0)
    check.equal(s:gettimeout(), 0)
    s:close()
    check.refuses("refused", socket.connect, "127.0.0.1", 1)
end)

check.case("select", function()
    local a, b = pair()
    local c, d = pair()
    d:send("x")
    local ready = socket.select({a, b, c}, nil, 1)
    check.equal(#ready, 1)
    check.equal(ready[1], c)
    check.equal(ready[c], 1)
    local _, writable, err = socket.select({a}, {b}, 0)
    check.equal(writable[1], b)
    check.equal(err, nil)
    check.equal(select(3, socket.select({a}, nil, 0)), "timeout")
    for _, s in ipairs{a, b, c, d} do s:close() end
end)

check.case("datagrams", function()
    local a, b = socket.udp(), socket.udp()
    a:setsockname("127.0.0.1", 0)
    b:setsockname("127.0.0.1", 0)
    b:settimeout(2)
    local ip, port = b:getsockname()
    a:sendto("ping", ip, port)
    local text, from = b:receivefrom()
    check.equal({text, from}, {"ping", "127.0.0.1"})
    a:setpeername(ip, port)
    a:send(("z"):rep(5000))
    check.equal(#b:receive(), 5000)
    a:close()
    b:close()
end)

check.case("protected functions finalize and hand errors on", function()
    local finalized = 0
    local try = socket.newtry(function() finalized = finalized + 1 end)
    local f = socket.protect(function(ok, ...)
        try(ok, ...)
        return "through"
    end)
    check.equal(f(true), "through")
    check.equal({f(nil, "reason")}, {nil, "reason"})
    check.equal(finalized, 1)
    check.fails("real error", socket.protect(function()
        error("real error")
    end))
end)

check.case("coroutines serve many clients", function()
    local tasks, got = {}, {}
    for i = 1, 20 do
        local a, b = pair()
        b:settimeout(0)
        tasks[#tasks + 1] = coroutine.wrap(function()
            local text = ""
            repeat
                local line, err, part = b:receive()
                text = text .. (line or part)
                if err == "timeout" then coroutine.yield(true) end
            until line
            got[i] = text
            b:close()
            return false
        end)
        a:send("client ")
        tasks[i]()
        a:send(i .. "\n")
        a:close()
    end
    for _, task in ipairs(tasks) do
        while task() do socket.sleep(0.001) end
    end
    check.equal(got[1], "client 1")
    check.equal(got[20], "client 20")
end)

check.case("sockets are collected", function()
    for _ = 1, 50 do socket.tcp() end
    collectgarbage()
    check.collected(socket.tcp)
end)

check.case("addresses and time", function()
    check.equal(socket.dns.toip("127.0.0.1"), "127.0.0.1")
    local before = socket.gettime()
    socket.sleep(0.01)
    assert(socket.gettime() - before >= 0.009)
end)

check.case("mime and ltn12", function()
    check.equal(mime.b64("hello"), "aGVsbG8=")
    check.equal(mime.unb64("aGVsbG8="), "hello")
    check.equal((mime.qp("caf\xe9=")), "caf=E9=3D")
    local text, out = ("some text to wrap "):rep(20), {}
    ltn12.pump.all(
        ltn12.source.chain(ltn12.source.string(text),
                           ltn12.filter.chain(mime.encode("base64"),
                                              mime.wrap("base64"))),
        (ltn12.sink.table(out)))
    local wrapped = table.concat(out)
    for line in wrapped:gmatch("[^\r\n]+") do assert(#line <= 76) end
    out = {}
    ltn12.pump.all(ltn12.source.string(wrapped),
                   ltn12.sink.chain(mime.decode("base64"),
                                    (ltn12.sink.table(out))))
    check.equal(table.concat(out), text)
end)

check.case("url", function()
    local u = url.parse("http://joe:pw@host:8080/a/b;p?q=1#frag")
    check.equal({u.scheme, u.user, u.port, u.path, u.params, u.query, u.fragment},
                {"http", "joe", "8080", "/a/b", "p", "q=1", "frag"})
    check.equal(url.absolute("http://h/a/b/c", "../d?x"), "http://h/a/d?x")
    check.equal(url.unescape(url.escape("a b/ä")), "a b/ä")
end)

check.done()
