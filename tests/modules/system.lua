-- lua-system, lua-term, lua-readline, lua-unbound, lua-geoip: the small ones.
local check = require "check"

check.case("system: clocks", function()
    local system = require "system"
    local wall, mono = system.gettime(), system.monotime()
    assert(math.abs(wall - os.time()) < 5)
    system.sleep(0.01)
    assert(system.monotime() - mono >= 0.009)
    assert(system.gettime() >= wall)
end)

check.case("term", function()
    local term = require "term"
    check.equal(term.isatty(io.tmpfile()), false)
    check.equal(tostring(term.colors.red), "\27[31m")
    check.equal(term.colors.green "x", "\27[32mx\27[0m")
    check.fails("FILE%*", term.isatty, "stdout")
    local f = io.tmpfile()
    term.cursor.jump(f, 3, 4)
    f:seek "set"
    check.equal(f:read "a", "\27[3;4H")
end)

check.case("readline: history and completion", function()
    local rl = require "readline"
    local name = os.tmpname()
    rl.set_options{keeplines = 10, histfile = name}
    for i = 1, 5 do rl.add_history("line " .. i) end
    rl.set_complete_list{"alpha", "beta"}
    rl.save_history()
    local f = assert(io.open(name))
    check.equal(f:read "l", "line 1")
    f:close()
    os.remove(name)
end)

check.case("unbound: names of the local zone", function()
    local unbound = require "lunbound"
    local ctx = unbound.new{resolvconf = false, hoststxt = false,
                            async = false}
    local answer = ctx:resolve("localhost", 1, 1)
    check.equal(answer[1], "\127\0\0\1")
    check.equal(answer.qname, "localhost")
end)

check.case("geoip: no database", function()
    local geoip = require "geoip"
    check.equal(type(geoip._VERSION), "string")
    local country = require "geoip.country"
    assert(not country.open("/missing/database"))
end)

check.done()
