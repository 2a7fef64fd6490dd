-- tests/apps/chat.lua -- luv: a chat server with clients that come and go, all
-- driven by one event loop; what everybody heard comes out the same always.
local uv = require "luv"

local N, LINES = 6, 20
local rooms = {} -- clients of the server, by room
local server = uv.new_tcp()
assert(server:bind("127.0.0.1", 0))

-- Call fn with each whole line that arrives.
local function each_line(stream, fn, at_end)
    local rest = ""
    stream:read_start(function(err, data)
        assert(not err, err)
        if not data then return at_end() end
        rest = rest .. data
        local from = 1
        for line, after in rest:gmatch "([^\n]*)\n()" do
            fn(line)
            from = after
        end
        rest = rest:sub(from)
    end)
end

assert(server:listen(128, function(err)
    assert(not err, err)
    local peer = uv.new_tcp()
    server:accept(peer)
    local room
    each_line(peer, function(line)
        local to = line:match "^/join (.*)"
        if to then
            room = rooms[to] or {}
            rooms[to] = room
            room[peer] = true
            peer:write("joined " .. to .. "\n")
            return
        end
        for other in pairs(room) do other:write(line .. "\n") end
    end, function()
        room[peer] = nil
        peer:close()
    end)
end))

local heard, done, joined = {}, 0, 0
local clients = {}
local port = server:getsockname().port

local function speak(i)
    coroutine.wrap(function()
        local me = coroutine.running()
        for k = 1, LINES do
            clients[i]:write(("%d says %d\n"):format(i, k), function()
                assert(coroutine.resume(me))
            end)
            coroutine.yield()
        end
    end)()
end

for i = 1, N do
    clients[i] = uv.new_tcp()
    heard[i] = {}
    clients[i]:connect("127.0.0.1", port, function(err)
        assert(not err, err)
        each_line(clients[i], function(line)
            if line:find "^joined" then
                joined = joined + 1
                if joined == N then
                    for k = 1, N do speak(k) end
                end
                return
            end
            local list = heard[i]
            list[#list + 1] = line
            if #list == N // 2 * LINES then
                done = done + 1
                if done == N then
                    for k = 1, N do clients[k]:shutdown() end
                end
            end
        end, function()
            clients[i]:close()
            N = N - 1
            if N == 0 then server:close() end
        end)
        clients[i]:write("/join " .. (i % 2 == 0 and "even" or "odd") .. "\n")
    end)
end

local ticks = 0
local timer = uv.new_timer()
timer:start(1, 1, function()
    ticks = ticks + 1
    if server:is_closing() or ticks > 10000 then timer:close() end
end)
uv.run()

for i, list in ipairs(heard) do
    -- each speaker's lines are in order, whatever is between them
    local next_of = {}
    for _, line in ipairs(list) do
        local who, k = line:match "(%d+) says (%d+)"
        next_of[who] = (next_of[who] or 0) + 1
        assert(next_of[who] == tonumber(k), line)
    end
    table.sort(list)
    print(i, #list, list[1], list[#list])
end
print(ticks > 0 and ticks <= 10000)
