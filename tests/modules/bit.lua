-- lua-bitop: 32-bit operations.
local check = require "check"
local bit = require "bit"

check.case("logic", function()
    check.equal(bit.band(0xF0F0, 0xFF00, 0x7FFF), 0x7000)
    check.equal(bit.bor(1, 2, 4, 8), 15)
    check.equal(bit.bxor(0xFF, 0x0F, 0xF0), 0)
    check.equal(bit.bnot(0), -1)
end)

check.case("shifts take their count modulo 32", function()
    check.equal(bit.lshift(1, 31), -2147483648)
    check.equal(bit.lshift(1, 32), 1)
    check.equal(bit.rshift(-1, 28), 15)
    check.equal(bit.arshift(-256, 4), -16)
    check.equal(bit.rol(0x12345678, 12), 0x45678123)
    check.equal(bit.ror(0x12345678, 12), 0x67812345)
    check.equal(bit.bswap(0x12345678), 0x78563412)
end)

check.case("numbers are brought into range", function()
    check.equal(bit.tobit(0xFFFFFFFF), -1)
    check.equal(bit.tobit(2^40 + 5), 5)
    check.equal(bit.tobit(-1.0), -1)
    check.equal(bit.band("255", 15), 15)
end)

check.case("hexadecimal", function()
    check.equal(bit.tohex(-1), "ffffffff")
    check.equal(bit.tohex(0x87654321, 4), "4321")
    check.equal(bit.tohex(0xABCD, -8), "0000ABCD")
end)

check.case("errors name the argument", function()
    check.fails("bad argument #1 to 'bit.band' %(number expected, got table%)",
                bit.band, {})
    check.fails("bad argument #2 to 'bit.lshift'", bit.lshift, 1)
end)

check.case("a hash of 32 bits over a long loop", function()
    local h = 2166136261
    for i = 1, 20000 do
        h = bit.bxor(bit.rol(h, 5), i)
        h = bit.tobit(h * 31)
    end
    local want = 2166136261
    for i = 1, 20000 do
        local u = want & 0xFFFFFFFF
        u = (u << 5 | u >> 27) & 0xFFFFFFFF ~ i
        u = u & 0xFFFFFFFF
        u = u >= 0x80000000 and u - 0x100000000 or u
        want = u * 31
        want = want & 0xFFFFFFFF
        want = want >= 0x80000000 and want - 0x100000000 or want
    end
    check.equal(h, want)
end)

check.done()
