-- lua-luaossl: digests, ciphers, keys, big numbers with metamethods.
local check = require "check"
local bignum = require "openssl.bignum"
local cipher = require "openssl.cipher"
local digest = require "openssl.digest"
local hmac = require "openssl.hmac"
local pkey = require "openssl.pkey"
local rand = require "openssl.rand"

local function hex(s)
    return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end))
end

check.case("digests", function()
    check.equal(hex(digest.new("sha256"):final("abc")),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    local d = digest.new("md5")
    for _ = 1, 1000 do d:update("a", "b") end
    check.equal(hex(d:final()), hex(digest.new("md5"):final(("ab"):rep(1000))))
    check.equal(hex(hmac.new("key", "sha1"):final(
        "The quick brown fox jumps over the lazy dog")),
        "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9")
    check.fails("invalid digest type", digest.new, "nonsense")
end)

check.case("big numbers", function()
    local a = bignum.new(2) ^ 200
    check.equal(tostring(a), "1606938044258990275541962092341162602522202993782792835301376")
    check.equal(a // 3 * 3 + a % 3 == a, true)
    check.equal(bignum.new "123456789012345678901234567890" > bignum.new(5), true)
    check.equal(tostring(-bignum.new(7) + 2), "-5")
    check.equal(tostring(bignum.new(10):tohex()), "0A")
    check.equal(bignum.new(97):isPrime(), true)
    local f = bignum.new(1)
    for i = 2, 60 do f = f * i end
    check.equal(#tostring(f), 82)
end)

check.case("ciphers", function()
    local key, iv = ("k"):rep(32), ("i"):rep(16)
    local text = ("plain text "):rep(1000)
    local sealed = cipher.new("aes-256-cbc"):encrypt(key, iv):final(text)
    assert(sealed ~= text and #sealed % 16 == 0)
    check.equal(cipher.new("aes-256-cbc"):decrypt(key, iv):final(sealed), text)
    check.fails("key length", function()
        cipher.new("aes-256-cbc"):encrypt("short", iv)
    end)
end)

check.case("keys sign and verify", function()
    local key = pkey.new{type = "EC", curve = "secp256k1"}
    local function hashed(s)
        local d = digest.new "sha256"
        d:update(s)
        return d
    end
    local sig = key:sign(hashed "message")
    check.equal(key:verify(sig, hashed "message"), true)
    check.equal(key:verify(sig, hashed "another"), false)
    local public = pkey.new(key:toPEM "public")
    check.equal(public:verify(sig, hashed "message"), true)
end)

check.case("random bytes", function()
    check.equal(#rand.bytes(100), 100)
    assert(rand.bytes(16) ~= rand.bytes(16))
    for _ = 1, 100 do assert(rand.uniform(6) < 6) end
    check.fails("interval is empty", rand.uniform, 1)
end)

check.case("objects are collected", function()
    for i = 1, 2000 do bignum.new(i) end
    check.collected(function() return bignum.new(5) end)
    check.collected(function() return digest.new "sha1" end)
end)

check.done()
