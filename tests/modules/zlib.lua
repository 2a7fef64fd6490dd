-- lua-zlib: streams with state, checksums.
local check = require "check"
local zlib = require "zlib"

local text = {}
for i = 1, 3000 do text[i] = ("line %d of the text\n"):format(i * i % 977) end
text = table.concat(text)

check.case("whole strings", function()
    local packed, eof, nin, nout = zlib.deflate()(text, "finish")
    check.equal(eof, true)
    check.equal(nin, #text)
    check.equal(nout, #packed)
    assert(#packed * 4 < #text)
    local back, done = zlib.inflate()(packed)
    check.equal(back, text)
    check.equal(done, true)
end)

check.case("in pieces of every size", function()
    for _, n in ipairs{1, 7, 1000, 70000} do
        local deflate, parts = zlib.deflate(9), {}
        for i = 1, #text, n do
            parts[#parts + 1] = deflate(text:sub(i, i + n - 1))
        end
        parts[#parts + 1] = deflate("", "finish")
        local inflate, out = zlib.inflate(), {}
        local packed = table.concat(parts)
        for i = 1, #packed, 100 do
            out[#out + 1] = inflate(packed:sub(i, i + 99))
        end
        check.equal(table.concat(out), text)
    end
end)

check.case("gzip and raw", function()
    local GZIP, RAW = 15 + 16, -15
    local gz = zlib.deflate(6, GZIP)(text, "finish")
    check.equal(gz:sub(1, 2), "\x1f\x8b")
    check.equal(zlib.inflate()(gz), text)
    local raw = zlib.deflate(6, RAW)(text, "finish")
    check.equal(zlib.inflate(RAW)(raw), text)
end)

check.case("broken input", function()
    check.fails("does not conform to zlib format", zlib.inflate(), "this is no deflated text")
    check.fails("invalid option 'no such flush'", zlib.deflate(), nil, "no such flush")
end)

check.case("checksums", function()
    check.equal(zlib.crc32()("abc"), 891568578)
    check.equal(zlib.adler32()("abc"), 38600999)
    local a, b = zlib.crc32(), zlib.crc32()
    a(text:sub(1, 1000))
    b(text:sub(1001))
    local whole = zlib.crc32()(text)
    check.equal(a(b), whole)
end)

check.case("streams are collected", function()
    for _ = 1, 200 do zlib.deflate()("started, never finished") end
    check.collected(zlib.inflate)
end)

check.done()
