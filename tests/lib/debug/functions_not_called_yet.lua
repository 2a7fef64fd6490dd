-- tests/lib/debug/functions_not_called_yet.lua
-- A function's code is made when it is called first; nobody sees that.
local up, other = 1, 2
local function f(a, b, ...)
    local c = up
    other = { a, b, c, ... }
    return function(x)
        local y = x + up
        return y
    end
end

local function show(f)
    local i = debug.getinfo(f, "SuL")
    local lines = {}
    for line in pairs(i.activelines) do lines[#lines + 1] = line end
    table.sort(lines)
    print(i.what, i.linedefined, i.lastlinedefined, i.nups, i.nparams,
        i.isvararg, table.concat(lines, " "))
    print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3))
    print(debug.getupvalue(f, 1), debug.getupvalue(f, 2))
end

show(f)
local copy = load(string.dump(f))
show(copy)
local stripped = load(string.dump(f, true))
print(debug.getinfo(stripped, "S").short_src, (debug.getupvalue(stripped, 1)))
debug.upvaluejoin(copy, 1, f, 1)
debug.setupvalue(copy, 2, "set")
print(debug.getupvalue(copy, 1), debug.getupvalue(copy, 2))
print(#string.dump(copy) == #string.dump(f))
local inner = copy("a", "b", "c", "d")
show(inner)
print(inner(41), #string.dump(copy) == #string.dump(f))

-- Events of the first call are those of the second.
local function events(f, ...)
    local seen = {}
    debug.sethook(function(event, line)
        seen[#seen + 1] = event .. (line or "")
    end, "crl")
    f(...)
    debug.sethook()
    print(table.concat(seen, " "))
end
local function g(n, ...)
    local t = { ... }
    return #t + n
end
events(g, 1, 2, 3)
events(g, 1, 2, 3)
local n = 0
local function count(f)
    n = 0
    debug.sethook(function() n = n + 1 end, "", 1)
    f()
    debug.sethook()
    return n
end
local function h() local a = 1; return a + 1 end
print(count(h) == count(h))
--> Lua	4	11	2	2	true	5 6 10 11
--> a	b	nil
--> up	other	2
--> Lua	4	11	2	2	true	5 6 10 11
--> a	b	nil
--> up	other	nil
--> ?	(no name)
--> up	other	set
--> true
--> Lua	7	10	1	1	false	8 9 10
--> x	nil	nil
--> up
--> 42	true
--> return line43 call line48 line49 return line44 call
--> return line43 call line48 line49 return line44 call
--> true
