-- lua-cqueues: coroutines that wait in C (lua_yieldk), sockets, conditions,
-- states of their own in other threads.
local check = require "check"
local cqueues = require "cqueues"
local condition = require "cqueues.condition"
local errno = require "cqueues.errno"
local promise = require "cqueues.promise"
local socket = require "cqueues.socket"
local thread = require "cqueues.thread"

check.case("timers go off in order", function()
    local q, log = cqueues.new(), {}
    for _, n in ipairs{3, 1, 2} do
        q:wrap(function()
            cqueues.sleep(n * 0.1) -- far apart: machines are busy
            log[#log + 1] = n
        end)
    end
    check.equal(q:count(), 3)
    assert(q:loop())
    check.equal(log, {1, 2, 3})
    check.equal(q:empty(), true)
end)

check.case("pairs of sockets", function()
    local q = cqueues.new()
    local a, b = socket.pair()
    local got = {}
    q:wrap(function()
        for i = 1, 100 do a:write(("line %d\n"):format(i)) end
        a:flush()
        a:shutdown "w"
    end)
    q:wrap(function()
        for line in b:lines() do got[#got + 1] = line end
    end)
    assert(q:loop())
    check.equal({#got, got[1], got[100]}, {100, "line 1", "line 100"})
    a:close()
    b:close()
end)

check.case("a server and ten clients", function()
    local q = cqueues.new()
    local server = socket.listen("127.0.0.1", 0)
    assert(server:listen())
    local _, _, port = server:localname()
    local answers = 0
    q:wrap(function()
        for _ = 1, 10 do
            local peer = server:accept()
            q:wrap(function()
                for line in peer:lines() do peer:write(line:upper(), "\n") end
                peer:close()
            end)
        end
        server:close()
    end)
    for i = 1, 10 do
        q:wrap(function()
            local s = socket.connect("127.0.0.1", port)
            for j = 1, 5 do
                s:write(("hello %d %d\n"):format(i, j))
                check.equal(s:read "*l", ("HELLO %d %d"):format(i, j))
                answers = answers + 1
            end
            s:close()
        end)
    end
    assert(q:loop())
    check.equal(answers, 50)
end)

check.case("conditions and promises", function()
    local q, log = cqueues.new(), {}
    local c = condition.new()
    for i = 1, 3 do
        q:wrap(function()
            c:wait()
            log[#log + 1] = i
        end)
    end
    q:wrap(function()
        cqueues.sleep(0.001)
        c:signal()
    end)
    q:wrap(function()
        local p = promise.new(function(x)
            cqueues.sleep(0.001)
            return x * 2
        end, 21)
        log.p = p:get()
    end)
    assert(q:loop())
    check.equal(#log, 3)
    check.equal(log.p, 42)
end)

check.case("errors come out of the loop", function()
    local q = cqueues.new()
    q:wrap(function()
        cqueues.sleep(0)
        error("within")
    end)
    local ok, msg = q:loop()
    check.equal(ok, false)
    assert(tostring(msg):find "within")
    check.equal(errno.strerror(errno.ENOENT), "No such file or directory")
end)

check.case("pcall around a wait", function()
    local q, result = cqueues.new()
    q:wrap(function()
        result = {pcall(function()
            cqueues.sleep(0.001)
            error({code = 7})
        end)}
    end)
    assert(q:loop())
    check.equal(result, {false, {code = 7}})
end)

check.case("queues in queues", function()
    local outer, inner, log = cqueues.new(), cqueues.new(), {}
    inner:wrap(function()
        for i = 1, 3 do
            cqueues.sleep(0.001)
            log[i] = i
        end
    end)
    outer:wrap(function() assert(inner:loop()) end)
    assert(outer:loop())
    check.equal(log, {1, 2, 3})
end)

check.case("threads with states of their own", function()
    local workers = {}
    for i = 1, 4 do
        workers[i] = {thread.start(function(con, from, to)
            local sum = 0
            for n = from, to do sum = sum + n * n % 7 end
            local s = {}
            for n = 1, 2000 do s[n] = tostring(n) end
            con:write(("%d %d\n"):format(sum, #table.concat(s)))
        end, i * 10000, i * 10000 + 9999)}
    end
    for i, w in ipairs(workers) do
        local want = 0
        for n = i * 10000, i * 10000 + 9999 do want = want + n * n % 7 end
        check.equal(w[2]:read "*l", want .. " 6893")
        check.equal(w[1]:join(), true)
        w[2]:close()
    end
end)

check.done()
