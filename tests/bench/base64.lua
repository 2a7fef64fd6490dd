-- tests/bench/base64.lua -- bytes encoded and decoded: byte, char, tables.
-- group: string

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                 .. "0123456789+/"

local floor, char = math.floor, string.char

local letter, value = {}, {}
for i = 1, 64 do
    letter[i - 1] = ALPHABET:sub(i, i)
    value[ALPHABET:byte(i)] = i - 1
end

local function encode(bytes)
    local out = {}
    for i = 1, #bytes, 3 do
        local a, b, c = bytes:byte(i, i + 2)
        local bits = a * 65536 + (b or 0) * 256 + (c or 0)
        out[#out + 1] = letter[floor(bits / 262144)]
            .. letter[floor(bits / 4096) % 64]
            .. (b and letter[floor(bits / 64) % 64] or "=")
            .. (c and letter[bits % 64] or "=")
    end
    return table.concat(out)
end

local function decode(text)
    local out = {}
    for i = 1, #text, 4 do
        local a, b, c, d = text:byte(i, i + 3)
        local bits = value[a] * 262144 + value[b] * 4096
            + (value[c] or 0) * 64 + (value[d] or 0)
        local first = floor(bits / 65536)
        local second = floor(bits / 256) % 256
        if not value[c] then
            out[#out + 1] = char(first)
        elseif not value[d] then
            out[#out + 1] = char(first, second)
        else
            out[#out + 1] = char(first, second, bits % 256)
        end
    end
    return table.concat(out)
end

local function make_bytes(n)
    local next_int = random(1234)
    local out = {}
    for i = 1, n do
        out[i] = char(next_int(256) - 1)
    end
    return table.concat(out)
end

local bytes = make_bytes(400000)

bench(5, function()
    local text = encode(bytes)
    assert(decode(text) == bytes)
    local short = encode("a") .. encode("ab") .. encode("abc")
    return text:sub(1, 24) .. " " .. text:sub(-12) .. " " .. short
end)
