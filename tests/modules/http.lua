-- socket.http against a server of our own, in one process: the client runs in
-- a coroutine that yields wherever it would wait.
local check = require "check"
local socket = require "socket"
local http = require "socket.http"
local ltn12 = require "ltn12"

-- A socket whose waits yield.
local function patient(s)
    s:settimeout(0)
    local wrapped = {}
    function wrapped:connect(host, port)
        local ok, err = s:connect(host, port)
        while not ok and err ~= "already connected" do
            coroutine.yield()
            ok, err = s:connect(host, port)
        end
        return 1
    end
    function wrapped:receive(what, prefix)
        local got, err, part = s:receive(what, prefix)
        while err == "timeout" do
            coroutine.yield()
            got, err, part = s:receive(what, part)
        end
        return got, err, part
    end
    function wrapped:send(text, i, j)
        local last, err, sent = s:send(text, i, j)
        while err == "timeout" do
            coroutine.yield()
            last, err, sent = s:send(text, sent + 1, j)
        end
        return last, err, sent
    end
    function wrapped:settimeout() return 1 end
    function wrapped:close() return s:close() end
    return wrapped
end

local server = assert(socket.bind("127.0.0.1", 0))
server:settimeout(0)
local _, port = server:getsockname()

local function answer(peer)
    peer = patient(peer)
    local line = peer:receive()
    local length = 0
    repeat
        local header = peer:receive()
        length = tonumber(header:match("^[Cc]ontent%-[Ll]ength: (%d+)")) or length
    until header == ""
    local body = length > 0 and peer:receive(length) or ""
    if line:find(" /chunked ", 1, true) then
        peer:send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for i = 1, 10 do
            local chunk = ("chunk %d;"):format(i)
            peer:send(("%x\r\n%s\r\n"):format(#chunk, chunk))
            coroutine.yield()
        end
        peer:send("0\r\n\r\n")
    elseif line:find(" /gone ", 1, true) then
        peer:send("HTTP/1.1 404 Gone\r\nContent-Length: 4\r\n\r\nGone")
    else
        local text = line .. "|" .. body
        peer:send(("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"):format(
            #text, text))
    end
    peer:close()
end

-- Run fn as the client, beside the server.
local function with_server(fn)
    local serving = coroutine.create(function()
        while true do
            local peer = server:accept()
            if peer then answer(peer) else coroutine.yield() end
        end
    end)
    local client, ok, err = coroutine.create(fn), true
    while ok and coroutine.status(client) ~= "dead" do
        ok, err = coroutine.resume(client)
        assert(coroutine.resume(serving))
    end
    if not ok then error(err, 0) end
end

local function request(path, t)
    t = t or {}
    local out = {}
    t.url = ("http://127.0.0.1:%d%s"):format(port, path)
    t.sink = ltn12.sink.table(out)
    t.create = function() return patient(socket.tcp()) end
    local ok, code, headers = http.request(t)
    return table.concat(out), code, headers, ok
end

check.case("GET", function()
    with_server(function()
        local body, code, headers = request("/a?b=c")
        check.equal(body, "GET /a?b=c HTTP/1.1|")
        check.equal(code, 200)
        check.equal(headers["content-length"], tostring(#body))
    end)
end)

check.case("POST from a source", function()
    with_server(function()
        local text = ("data"):rep(5000)
        local body = request("/post", {
            method = "POST", source = ltn12.source.string(text),
            headers = {["content-length"] = #text}})
        check.equal(body, "POST /post HTTP/1.1|" .. text)
    end)
end)

check.case("chunks, while the server yields between them", function()
    with_server(function()
        local body = request("/chunked")
        check.equal(#body, 9 * #"chunk 1;" + #"chunk 10;")
    end)
end)

check.case("status", function()
    with_server(function()
        local body, code = request("/gone")
        check.equal({body, code}, {"Gone", 404})
    end)
end)

server:close()
check.done()
