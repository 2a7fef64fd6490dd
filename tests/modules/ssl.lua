-- lua-sec: TLS over a socket pair, both ends in one process by coroutines. The
-- certificate is made with lua-luaossl.
local check = require "check"
local socket = require "socket"
local ssl = require "ssl"

local function certificate()
    local pkey = require "openssl.pkey"
    local x509 = require "openssl.x509"
    local name = require "openssl.x509.name"
    local bignum = require "openssl.bignum"
    local key = pkey.new{type = "EC", curve = "prime256v1"}
    local dn = name.new()
    dn:add("CN", "localhost")
    local crt = x509.new()
    crt:setVersion(3)
    crt:setSerial(bignum.new(42))
    crt:setSubject(dn)
    crt:setIssuer(dn)
    crt:setLifetime(os.time() - 60, os.time() + 3600)
    crt:setPublicKey(key)
    crt:sign(key)
    return tostring(crt), key:toPEM "private"
end

local function temporary(text)
    local name = os.tmpname()
    local f = assert(io.open(name, "w"))
    f:write(text)
    f:close()
    return name
end

local crt_pem, key_pem = certificate()
local crt_file, key_file = temporary(crt_pem), temporary(key_pem)

local function tcp_pair()
    local server = assert(socket.bind("127.0.0.1", 0))
    local _, port = server:getsockname()
    local a = assert(socket.connect("127.0.0.1", port))
    local b = assert(server:accept())
    server:close()
    return a, b
end

-- fn, again and again while it wants to wait.
local function patiently(fn, ...)
    while true do
        local ok, err, part = fn(...)
        if ok or (err ~= "wantread" and err ~= "wantwrite"
                  and err ~= "timeout") then
            return ok, err, part
        end
        coroutine.yield()
    end
end

-- Run both until both are done.
local function together(...)
    local all = {}
    for i, fn in ipairs{...} do all[i] = coroutine.create(fn) end
    repeat
        local busy = false
        for _, co in ipairs(all) do
            if coroutine.status(co) ~= "dead" then
                assert(coroutine.resume(co))
                busy = true
            end
        end
    until not busy
end

local function tls(protocol, verify)
    local a, b = tcp_pair()
    local client = ssl.newcontext{mode = "client", protocol = protocol,
        verify = verify and "peer" or "none",
        cafile = verify and crt_file or nil}
    local server = ssl.newcontext{mode = "server", protocol = protocol,
        certificate = crt_file, key = key_file}
    local c, s = ssl.wrap(a, client), ssl.wrap(b, server)
    c:settimeout(0)
    s:settimeout(0)
    together(function() assert(patiently(c.dohandshake, c)) end,
             function() assert(patiently(s.dohandshake, s)) end)
    return c, s
end

for _, protocol in ipairs{"tlsv1_2", "tlsv1_3"} do
    check.case(protocol, function()
        local c, s = tls(protocol)
        local text = ("secret "):rep(3000) .. "\n"
        local got
        together(function()
            local from = 1
            while from <= #text do
                local last = patiently(c.send, c, text, from)
                from = last + 1
            end
        end, function()
            local part = ""
            while not got do
                local line, err, more = s:receive("*l", part)
                if line then got = line else part = more end
                if err == "wantread" then coroutine.yield() end
            end
        end)
        check.equal(got .. "\n", text)
        check.equal(c:info("protocol"), protocol == "tlsv1_2" and "TLSv1.2"
                                        or "TLSv1.3")
        c:close()
        s:close()
    end)
end

check.case("certificates", function()
    local c, s = tls("tlsv1_2", true)
    check.equal((c:getpeerverification()), true)
    local cert = c:getpeercertificate()
    check.equal(cert:pem(), crt_pem)
    check.equal(cert:subject()[1].value, "localhost")
    check.equal(cert:validat(os.time()), true)
    check.equal(#cert:digest("sha256"), 64)
    c:close()
    s:close()
    check.equal(ssl.loadcertificate(crt_pem):serial(), "2A")
end)

check.case("errors", function()
    check.refuses("invalid protocol", ssl.newcontext,
                  {mode = "client", protocol = "tlsv9"})
    check.refuses("error loading private key", ssl.newcontext,
                  {mode = "server", protocol = "any", key = "/missing"})
    local a, b = tcp_pair()
    b:send("this is no TLS, whatever else it may be\n")
    local c = ssl.wrap(a, {mode = "client", protocol = "any", verify = "none"})
    c:settimeout(2)
    check.refuses("wrong version number", c.dohandshake, c)
    c:close()
    b:close()
end)

os.remove(crt_file)
os.remove(key_file)
check.done()
