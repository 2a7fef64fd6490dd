-- lua-luv: an event loop, whose callbacks enter from C; work in threads, to
-- which functions travel as bytecode.
local check = require "check"
local uv = require "luv"

check.case("timers", function()
    local hits, order = 0, {}
    local t = uv.new_timer()
    t:start(1, 1, function()
        hits = hits + 1
        if hits == 5 then t:close() end
    end)
    for _, ms in ipairs{9, 3, 6} do
        local one = uv.new_timer()
        one:start(ms, 0, function()
            order[#order + 1] = ms
            one:close()
        end)
    end
    uv.run()
    check.equal(hits, 5)
    check.equal(order, {3, 6, 9})
end)

check.case("an echo server", function()
    local server, replies = uv.new_tcp(), {}
    server:bind("127.0.0.1", 0)
    local open = 8
    server:listen(16, function(err)
        assert(not err, err)
        local peer = uv.new_tcp()
        server:accept(peer)
        peer:read_start(function(_, data)
            if data then peer:write(data:upper()) else peer:close() end
        end)
    end)
    for i = 1, open do
        local client = uv.new_tcp()
        client:connect("127.0.0.1", server:getsockname().port, function(err)
            assert(not err, err)
            client:read_start(function(_, data)
                replies[i] = data
                client:close()
                open = open - 1
                if open == 0 then server:close() end
            end)
            client:write("client " .. i)
        end)
    end
    uv.run()
    check.equal(replies[1], "CLIENT 1")
    check.equal(replies[8], "CLIENT 8")
end)

check.case("coroutines wait for files", function()
    local text
    coroutine.wrap(function()
        local me = coroutine.running()
        local function resume(...)
            local ok, err = coroutine.resume(me, ...)
            if not ok then error(err) end
        end
        uv.fs_open("tests/modules/luv.lua", "r", 438, resume)
        local err, fd = coroutine.yield()
        assert(not err, err)
        uv.fs_read(fd, 10, 0, resume)
        err, text = coroutine.yield()
        assert(not err, err)
        uv.fs_close(fd, resume)
        coroutine.yield()
    end)()
    uv.run()
    check.equal(text, "-- lua-luv")
    check.refuses("ENOENT", uv.fs_stat, "/missing")
end)

check.case("work in the thread pool", function()
    local sums = {}
    local work = uv.new_work(function(from, to)
        local t = {}
        for n = from, to do t[#t + 1] = n end
        table.sort(t, function(a, b) return a > b end)
        local sum = 0
        for _, n in ipairs(t) do sum = sum + n end
        return sum, t[1]
    end, function(sum, first) sums[first] = sum end)
    for i = 1, 8 do work:queue(i * 100, i * 100 + 99) end
    uv.run()
    check.equal(sums[199], 14950)
    check.equal(sums[899], 84950)
end)

check.case("threads", function()
    local t = {}
    for i = 1, 3 do
        t[i] = uv.new_thread(function(n, s)
            local text = {}
            for k = 1, 5000 do text[k] = s .. k end
            assert(#table.concat(text) > n)
        end, i, "x")
    end
    for i = 1, 3 do check.equal(t[i]:join(), true) end
end)

check.case("messages between threads", function()
    local got = {}
    local async
    async = uv.new_async(function(a, b, c)
        got = {a, b, c}
        async:close()
    end)
    local t = uv.new_thread(function(handle)
        handle:send(1, "two", true)
    end, async)
    uv.run()
    t:join()
    check.equal(got, {1, "two", true})
end)

check.case("processes", function()
    local out, code = uv.new_pipe(), nil
    local chunks = {}
    local p = uv.spawn("sh", {args = {"-c", "cat; exit 3"},
                              stdio = {uv.new_pipe(), out, nil}},
                       function(status) code = status end)
    assert(p)
    out:read_start(function(_, data) chunks[#chunks + 1] = data end)
    uv.walk(function(h)
        if h ~= out and h:get_type() == "pipe" then
            h:write("through the child", function() h:close() end)
        end
    end)
    uv.run()
    uv.walk(function(h) if not h:is_closing() then h:close() end end)
    uv.run()
    check.equal(table.concat(chunks), "through the child")
    check.equal(code, 3)
end)

check.case("handles refuse what they cannot", function()
    check.fails("bad argument #1", uv.timer_start, 5)
    local t = uv.new_timer()
    t:close()
    uv.run()
    check.fails("", t.start, t, 1, 1, "no function")
end)

check.done()
