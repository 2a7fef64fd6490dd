-- tests/apps/http.lua -- lua-http: a server and its clients on the loopback, in
-- one event loop; HTTP/1.1 and HTTP/2.
local cqueues = require "cqueues"
local headers = require "http.headers"
local request = require "http.request"
local server = require "http.server"
local util = require "http.util"

local served = 0

local function reply(_, stream)
    local req = assert(stream:get_headers())
    local path = req:get ":path"
    local res = headers.new()
    served = served + 1
    if path == "/gone" then
        res:append(":status", "404")
        assert(stream:write_headers(res, true))
        return
    end
    local body = req:get ":method" == "POST" and
                 assert(stream:get_body_as_string())
    res:append(":status", "200")
    res:append("content-type", "text/plain")
    assert(stream:write_headers(res, false))
    if body then
        assert(stream:write_chunk(body:reverse(), true))
    elseif path:find "^/stream" then
        local n = tonumber(util.decodeURIComponent(path:match "n=(%d+)"))
        for i = 1, n do
            assert(stream:write_chunk(("part %d;"):format(i), false))
            if i % 10 == 0 then cqueues.sleep(0.001) end
        end
        assert(stream:write_chunk("", true))
    else
        assert(stream:write_chunk("hello from " .. path, true))
    end
end

local loop = cqueues.new()
local s = assert(server.listen{host = "127.0.0.1", port = 0, onstream = reply,
                               onerror = function(_, context, op, err)
                                   io.stderr:write(("server error %s %s %s\n"):format(context, op, err))
                               end, cq = loop})
assert(s:listen())
local _, _, port = s:localname()

local results, open = {}, 0

local function client(name, version, path, body)
    open = open + 1
    loop:wrap(function()
        local r = request.new_from_uri(("http://127.0.0.1:%d%s"):format(port, path))
        r.version = version
        if body then
            r.headers:upsert(":method", "POST")
            r:set_body(body)
            r.headers:delete "expect" -- the server waits for no question
        end
        local h, stream = r:go(10)
        if not h then
            results[name] = "failed: " .. tostring(stream)
        else
            local text = assert(stream:get_body_as_string())
            results[name] = ("%s %s %d %s"):format(h:get ":status",
                h:get "content-type" or "-", #text, text:sub(1, 30))
        end
        open = open - 1
    end)
end

for _, version in ipairs{1.1, 2} do
    client("get " .. version, version, "/a/b")
    client("gone " .. version, version, "/gone")
    client("post " .. version, version, "/post", ("0123456789"):rep(3000))
    for i = 1, 5 do
        client(("stream %d %s"):format(i, version), version, "/stream?n=" .. i * 20)
    end
end
-- connections stay open for a while; nobody waits for that
repeat assert(loop:step(1)) until open == 0
s:close()

local names = {}
for name in pairs(results) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do print(name, results[name]) end
print("served", served)
