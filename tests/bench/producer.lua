-- tests/bench/producer.lua -- producer, filters and consumer: resume, yield.
-- group: coroutine

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function receive(source)
    local ok, kind, value = coroutine.resume(source)
    if not ok then
        error(kind, 0)
    end
    return kind, value
end

local function send(kind, value)
    coroutine.yield(kind, value)
end

-- Blocks of text, as they would come from a file.
local function reader(nblocks)
    return coroutine.create(function()
        for i = 1, nblocks do
            send("block", "item " .. i .. "\nprice " .. i * 3 % 101
                          .. "\n\ncomment " .. i % 13 .. "\n")
        end
        return "end"
    end)
end

local function splitter(source)
    return coroutine.create(function()
        local kind, block = receive(source)
        while kind == "block" do
            for line in block:gmatch("([^\n]*)\n") do
                send("line", line)
            end
            kind, block = receive(source)
        end
        return kind
    end)
end

local function numbered(source)
    return coroutine.create(function()
        local number = 0
        local kind, line = receive(source)
        while kind == "line" do
            number = number + 1
            if line ~= "" then
                send("line", number .. ": " .. line)
            end
            kind, line = receive(source)
        end
        return kind
    end)
end

local function merged(sources)
    return coroutine.create(function()
        local turn = 1
        while #sources > 0 do
            local kind, line = receive(sources[turn])
            if kind == "end" then
                table.remove(sources, turn)
            else
                send(kind, line)
                turn = turn + 1
            end
            if turn > #sources then
                turn = 1
            end
        end
        return "end"
    end)
end

local function consume(source)
    local nlines, nbytes, prices = 0, 0, 0
    local kind, line = receive(source)
    while kind == "line" do
        nlines = nlines + 1
        nbytes = nbytes + #line
        prices = prices + (tonumber(line:match("price (%d+)")) or 0)
        kind, line = receive(source)
    end
    return nlines, nbytes, prices
end

bench(5, function()
    local sources = {}
    for i = 1, 3 do
        sources[i] = numbered(splitter(reader(i * 4000)))
    end
    local last = merged(sources)
    local nlines, nbytes, prices = consume(last)
    assert(coroutine.status(last) == "dead")
    return string.format("%d lines, %d bytes, prices %d",
                         nlines, nbytes, prices)
end)
