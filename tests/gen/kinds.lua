-- tests/gen/kinds.lua: more kinds of statements for gen.lua, each about one
-- part of the language or its libraries at its edges.
--
-- Loaded by gen.lua with its tools as argument; returns a list of {weight,
-- writer}. A writer emits statements that define no variable outside a block
-- of their own. `log(x)` of the programs prints and returns x, `dump(t)` is a
-- table as text in an order of its own.

local g = ...
local emit, pick, rnd, chance, fresh = g.emit, g.pick, g.rnd, g.chance, g.fresh
local block, expr = g.block, g.expr

local function list(n, make)
    local t = {}
    for i = 1, n do t[i] = make(i) end
    return table.concat(t, ", ")
end

local function fill(text, ...)
    local args = {...}
    return (text:gsub("%$(%d)", function(n) return args[tonumber(n)] end))
end

local function lines(text, ...)
    for line in fill(text, ...):gmatch("[^\n]+") do emit(line) end
end

-- numbers ------------------------------------------------------------------

local edges = {"0", "1", "-1", "2", "-2", "3", "7", "63", "64", "65", "-63",
    "-64", "0.0", "-0.0", "0.5", "-0.5", "1.5", "-2.5", "1e15", "1e16",
    "1e100", "-1e100", "1e308", "5e-324", "2^31", "2^53", "2^53 + 1.0",
    "2^63", "-2^63", "2^64", "9007199254740993", "math.maxinteger",
    "math.mininteger", "math.maxinteger - 1", "math.mininteger + 1",
    "math.maxinteger + 0.0", "math.mininteger + 0.0", "math.huge",
    "-math.huge", "0/0", "math.pi", "0xff", "0x7fffffffffffffff",
    "0x8000000000000000", "0x.8p1", "0x1p-1074", "1 / 3", "100", "255"}
local numeric_strings = {"10", "0x10", " 5 ", "1e1", "0x1p4", "-7", "  -0x2",
    "1e", "", " ", "0x", "abc", "1 2", "5.", ".5", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "1e400", "inf", "nan",
    "0x1.8", "1_000", "+5", "- 5", "\\t7\\n", "0x8000000000000000", "1e+2",
    "3.0", "7\\0"}
local arith = {"+", "-", "*", "/", "//", "%", "^"}
local bits = {"&", "|", "~", "<<", ">>"}
local comparisons = {"<", "<=", ">", ">=", "==", "~="}

local function edge() return "(" .. pick(edges) .. ")" end
local function numeric() return '"' .. pick(numeric_strings) .. '"' end
local function any_number()
    return chance(70) and edge() or expr(pick {"int", "flt"}, 1)
end

-- Half through variables, so that nothing is folded.
local function operation(op)
    local a, b = any_number(), any_number()
    if chance(15) then a = numeric() end
    if chance(15) then b = numeric() end
    -- -0.0 - 0 is 0.0 in the reference, which adds -0
    if op == "-" and b == "(0)" then b = "(1)" end
    if chance(50) then
        return ("(function(a, b) return a %s b end)(%s, %s)"):format(op, a, b)
    elseif chance(50) then
        return ("(function(a) return a %s %s end)(%s)"):format(op, b, a)
    end
    return ("%s %s %s"):format(a, op, b)
end

local function numbers()
    local op = pick(pick {arith, arith, bits, comparisons})
    emit(("show_line(pcall(function() return %s end))")
        :format(operation(op)))
end

local function conversions()
    emit(("show_line(pcall(%s))"):format(pick {
        ("tonumber, %s"):format(numeric()),
        ("tonumber, %s, %d"):format(numeric(), rnd(35) + 1),
        ("math.tointeger, %s"):format(edge()),
        ("math.floor, %s"):format(edge()), ("math.ceil, %s"):format(edge()),
        ("math.fmod, %s, %s"):format(edge(), edge()),
        ("math.modf, %s"):format(edge()), ("math.abs, %s"):format(edge()),
        ("math.ult, %s, %s"):format(edge(), edge()),
        ("math.type, %s"):format(edge()),
        ("math.max, %s, %s, %s"):format(edge(), edge(), edge()),
        ("math.min, %s, %s"):format(edge(), edge()),
        ("string.format, '%s', %s"):format(pick {"%d", "%5.2f", "%g", "%.3g",
            "%x", "%X", "%o", "%c", "%i", "%u", "%e", "%+d", "% d", "%#x",
            "%-8d|", "%08.3f", "%.20s", "%q", "%s", "%a", "%5s", "%%%d",
            "%.14g", "%10.4f|", "%y", "%", "%123d", "%.123d"}, edge()),
        ("tostring, %s"):format(edge()),
        ("string.rep, 'ab', %s"):format(pick {"0", "-1", "3", "2.0", "2.5",
            "'2'", "math.mininteger"}),
        ("string.sub, 'hello', %s, %s"):format(edge(), edge()),
        ("string.byte, 'hello', %s, %s"):format(edge(), pick {"1", "-1", "9",
            "math.maxinteger"}),
        ("utf8.char, %s"):format(pick {"65", "0x20AC", "0x7fffffff",
            "-1", "72, 228"}),
        ("table.unpack, {1, 2, 3}, %s, %s"):format(pick {"1", "-1", "2", "0",
            "math.maxinteger", "3"}, pick {"3", "1", "0", "2",
            "math.maxinteger", "math.mininteger"}),
        ("select, %s, 'a', 'b', 'c'"):format(pick {"1", "-1", "'#'", "4",
            "-4", "2.0", "0", "'2'", "1.5", "math.mininteger"}),
    }))
end

local function numeric_for()
    local limits = {"1", "2", "5", "0", "-3", "1.5", "3.0", "-2.5",
        "math.maxinteger", "math.mininteger", "math.maxinteger - 2",
        "math.mininteger + 2", "math.huge", "-math.huge", "2^53", "2^63",
        "-2^63", "1e308", "0/0", "'3'", "'x'", "nil", "10"}
    local steps = {"1", "-1", "2", "-2", "0", "0.5", "-0.5", "0.0", "3",
        "math.maxinteger", "math.mininteger", "1e308", "math.huge", "'1'",
        "0/0"}
    lines([[
show_line(pcall(function()
    local n, last = 0
    for i = $1, $2, $3 do
        n, last = n + 1, i
        if n > 4 then break end
        $4
    end
    return n, last, math.type(last)
end))]], pick(limits), pick(limits), pick(steps),
        pick {"i = i + 1", "local f = function() return i end; n = n + 0 * "
            .. "(f() == i and 1 or 2)", "tick()", "i = nil"})
end

-- strings ------------------------------------------------------------------

local escapes = {"\\n", "\\t", "\\\\", "\\\"", "\\'", "\\0", "\\65",
    "\\065", "\\x41", "\\xfF", "\\u{48}", "\\u{20ac}", "\\u{7FFFFFFF}",
    "\\z   ", "\\z\n    ", "\\\n", "\\a\\b\\f\\v\\r", "a", "b", "[[", "]]",
    "--", "\\10\\0011", "%%", "\\255"}

local function string_literal()
    if chance(30) then
        local level = ("="):rep(rnd(3) - 1)
        return ("[%s[%s%s]%s]"):format(level, pick {"", "\n", "\n\n"},
            list(rnd(3), function() return pick {"a", "\\n", "]", "[x", "'",
                "--\n", "]=", '"'} end):gsub("%]$", "] "), level)
    end
    local t = {}
    for i = 1, rnd(5) do t[i] = pick(escapes) end
    return '"' .. table.concat(t) .. '"'
end

local function literals()
    emit(("show_line(load(%q))"):format("return " .. pick {'"', "'", ""}
        .. pick(escapes) .. pick {'"', "'", ""}))
    emit("do local s = %s; show_line(#s, (s:gsub('%%c', function(c) return "
        .. "'<' .. c:byte() .. '>' end))) end", string_literal())
end

local classes = {"%a", "%d", "%s", "%w", "%p", "%l", "%u", "%x", "%c", "%g",
    ".", "[abc]", "[^abc]", "[a-z]", "[%d_]", "[^%s]", "[]]", "[^]]", "[a-]",
    "l", "o", "x", "a", "%.", "%%", "[%a-z]"}
local subjects = {"hello world", "key = value", "a,b,,c", "  trim  ", "",
    "x", "(a(b)c)", "THE (quick) fox", "aaa", "1.5e3;2", "%d%s", "a\\0b",
    "ab12cd", "[[x]]", "äö"}

local function pattern()
    local t = {chance(15) and "^" or nil}
    local open = 0
    for _ = 1, rnd(4) do
        if chance(15) and open < 3 then
            t[#t + 1] = "("
            open = open + 1
        end
        t[#t + 1] = pick(classes) .. pick {"", "", "*", "+", "-", "?"}
        if open > 0 and chance(50) then
            t[#t + 1] = ")"
            open = open - 1
        end
        if chance(6) then
            t[#t + 1] = pick {"()", "%b()", "%f[%w]", "%f[%W]", "%1", "%2",
                "%b", "[", "%f", "(", ")", "%"}
        end
    end
    if chance(90) then t[#t + 1] = (")"):rep(open) end
    if chance(15) then t[#t + 1] = "$" end
    return "'" .. table.concat(t) .. "'"
end

local function patterns()
    local s = '"' .. pick(subjects) .. '"'
    local p = pattern()
    emit(("show_line(pcall(%s))"):format(pick {
        ("string.find, %s, %s"):format(s, p),
        ("string.find, %s, %s, %s"):format(s, p, pick {"2", "-1", "99",
            "-99"}),
        ("string.find, %s, %s, 1, true"):format(s, p),
        ("string.match, %s, %s"):format(s, p),
        ("string.match, %s, %s, %s"):format(s, p, pick {"3", "-3", "0"}),
        ("string.gsub, %s, %s, %s"):format(s, p, pick {"'<%0>'", "'%1'",
            "'%2'", "'%%'", "''", "'%'", "string.upper",
            "{a = 1, b = true, l = false}", "function(...) return (...), 2 "
            .. "end", "function() end", "function() return {} end", "5"}),
        ("string.gsub, %s, %s, '.', %s"):format(s, p, pick {"0", "1", "2",
            "-1"}),
        ("function() local t = {} for a, b in (%s):gmatch(%s) do "
            .. "t[#t + 1] = tostring(a) .. '/' .. tostring(b) "
            .. "if #t > 20 then break end end return dump(t) end")
            :format(s, p),
        ("function() local t = {} for a in string.gmatch(%s, %s, %s) do "
            .. "t[#t + 1] = tostring(a) "
            .. "if #t > 20 then break end end return dump(t) end")
            :format(s, p, pick {"2", "-2", "50"}),
    }))
end

local function packing()
    local f = pick {"b", "B", "h", "H", "i4", "I4", "j", "J", "l", "n", "d",
        "f", "s1", "s4", "z", "i3", "I5", "i16", "<i2", ">i2", "!4 i4",
        "!8 b Xi8 i8", "=h", "x b", "c5", "i17", "Xz", "c", "!3", "q"}
    emit("show_line(pcall(function() local s = string.pack('%s', %s) "
        .. "return #s, (s:gsub('.', function(c) return c:byte() .. ' ' end))"
        .. ", pcall(string.unpack, '%s', s) end))", f,
        pick {"1", "-1", "127", "200", "-129", "'x'", "1.5", "2^40",
            "1, 2", "", "'hello'", "70000", "math.maxinteger"}, f)
end

-- tables -------------------------------------------------------------------

local function constructor_item()
    return pick {
        function() return pick {"1", "'v'", "nil", "false", "2.5", "{}"} end,
        function() return ("log(%d)"):format(rnd(9)) end,
        function() return ("k%d = log(%d)"):format(rnd(3), rnd(9)) end,
        function() return ("[log(%s)] = log(%d)"):format(pick {"1", "2", "3",
            "10", "'k1'", "2.0", "-1", "true", "1.5"}, rnd(9)) end,
        function() return ("(two())") end,
        function() return ("two()") end,
    }()
end

local function constructors()
    local t = {}
    for i = 1, rnd(6) - 1 do t[i] = constructor_item() .. pick {", ", "; "} end
    if chance(50) then
        t[#t + 1] = pick {"two()", "table.unpack({7, 8, 9})", "(two())",
            "select(2, 'a', 'b', nil, 'c')", "nothing()"}
    end
    emit(("show_line(dump({%s}))"):format(table.concat(t)))
end

local function sequences()
    local t = fresh "t"
    emit "do"
    block(function()
        emit("local %s = %s", t, pick {"{}", "{1, 2, 3}", "{n = 1}", "{1.5, 2.5}", "{'a', 1, 2.5}", "{[1] = 1, [2] = 2}",
            "{table.unpack({1, 2, 3, 4, 5})}"})
        emit("if #%s > 5 or %s[1] == nil then %s = {} end", t, t, t)
        for _ = 1, rnd(5) do
            emit(fill(pick {
                "$1[#$1 + 1] = $2", "$1[#$1] = nil",
                "table.insert($1, $2)", "table.insert($1, 1, $2)",
                "show_line(table.remove($1))", "show_line(table.remove($1, 1))",
                "for i = 1, $3 do $1[#$1 + 1] = i * i end",
                "for i = #$1, $3, -1 do $1[i] = nil end",
                "for i = #$1, 1, -1 do if i % 2 == 0 then "
                    .. "table.remove($1, i) end end",
                "show_line(pcall(table.insert, $1, $3, 'x'))",
                g.recent and "show_line(pcall(table.remove, $1, $3))"
                    or "show_line(#$1)",
                "if $3 > 0 and $3 <= #$1 + 1 then table.move($1, 1, #$1, $3) "
                    .. "end",
                "table.move($1, 2, #$1, 1)",
                "table.sort($1, function(a, b) return tostring(a) < "
                    .. "tostring(b) end)",
                "show_line(pcall(table.concat, $1, ',', 1, $3))",
                "show_line(pcall(table.unpack, $1, $3))",
                "show_line(select('#', table.unpack($1, 1, $3)))",
                "$1.x = $2", "$1[-1] = $2", "$1[#$1 + 1.0] = $2",
                "show_line(next({}), rawlen($1), rawequal($1, $1))",
            }, t, pick {"1", "'s'", "2.5", "true", "#" .. t, "-0.0"},
                tostring(rnd(8) - 1)))
        end
        emit("show_line(dump(%s))", t)
    end)
    emit "end"
end

-- The order of evaluation, where the manual or the reference has one.
local function assignments()
    emit(pick {
        "do local i, a = 1, {10, 20, 30}; i, a[i] = i + 1, 'x'; "
            .. "show_line(i, dump(a)) end",
        "do local a, b, c = two(); show_line(a, b, c) end",
        "do local a, b, c = (two()); show_line(a, b, c) end",
        "do local a, b, c = 0, two(), 5; show_line(a, b, c) end",
        "do local a = {1, 2}; a[1], a[2] = a[2], a[1]; show_line(dump(a)) end",
        "do local t = {}; t[log(1)], t[log(2)] = log('a'), log('b'); "
            .. "show_line(dump(t)) end",
        "do local t = {}; t.x, t.y, t.z = two(), log(3); show_line(dump(t)) "
            .. "end",
        "do local t = setmetatable({}, {__newindex = function(t, k, v) "
            .. "log(k); rawset(t, k, v) end}); t.a, t.b = 1, 2; "
            .. "show_line(dump(t)) end",
        "do local a, a = 1, 2; show_line(a) end",
        "do local x = 1; local x = x + 1, log('extra'); show_line(x) end",
        "do local f = function(...) return ... end; local a, b = f(1), f(2, "
            .. "3); show_line(a, b, (f(4, 5))) end",
        "do local a = {}; local b = a; a.x, a = 1, {}; show_line(b.x, a.x) "
            .. "end",
        "do local i = 0; local function n() i = i + 1; return i end; "
            .. "local t = {n(), n(), k = n(), n()}; show_line(dump(t)) end",
        "do g1, g2 = 1; show_line(g1, g2); g1, g2 = nil end",
        "do local x, y = 1, 2; x, y = y, x; x, y, x = 7, x, y; "
            .. "show_line(x, y) end",
    })
end

-- functions ----------------------------------------------------------------

local function varargs()
    local args = list(rnd(5) - 1, function() return pick {"1", "nil", "'a'",
        "2.5", "two()", "false", "nothing()"} end)
    emit(fill("show_line(pcall((function(...) $1 end)" .. "$2))", pick {
        "return ...", "return select('#', ...), ...",
        "local a, b = ...; return b, a", "return (...)",
        "local t = table.pack(...); return t.n, table.unpack(t, 1, t.n)",
        "local t = {'first', ...}; return t[1], t[2]",
        "return select(-1, 'z', ...)", "return two(...), ...",
        "local function f(a, ...) return select('#', ...), a end; "
            .. "return f(...)",
        "local a <const>, b = ...; return function() return a, b end, b",
        "return table.unpack({...}, 1, 2)",
        "return (function(...) return select('#', ...) end)(..., ...)",
        "local n = 0; for i = 1, select('#', ...) do n = n + i end; return n",
        "return pcall(select, ...)", "return tostring((...))",
        "for i, v in ipairs({...}) do if v == 'a' then return i end end",
        "local s = 'x' .. tostring(...); return s",
        "return ..., 'end'", "return not ..., #{n = ...}",
    }, args == "" and "" or ", " .. args))
end

local function closures()
    local t = fresh "t"
    emit("do local %s = {}", t)
    block(function()
        lines(pick {
            [[
for i = 1, 3 do
    local v <const> = i * 10
    $1[i] = {get = function() return i + v end,
        set = function(n) i = n end}
end
$1[1].set(100)]],
            [[
local i = 0
repeat
    local j = i
    i = i + 1
    $1[i] = {get = function() return j end, set = function(n) j = n end}
until (function() return j >= 2 end)()
$1[2].set(7)]],
            [[
local n = 0
while n < 3 do
    local m = n
    local function up() m = m + 1; return m end
    n = n + 1
    $1[n] = {get = up, set = function(x) m = x; n = n + x * 0 end}
    if n == 2 then goto skip end
    up()
    ::skip::
end]],
            [[
for k, v in pairs({10, 20, 30}) do
    $1[k] = {get = function() v = v + 1; return k, v end}
    if k == 2 then
        local w = v
        $1[k].set = function(x) w = w + x; v = w end
        $1[k].set(5)
    end
end]],
            [[
do
    local n = 1
    ::again::
    local x = n
    $1[n] = {get = function() x = x + 1; return x end}
    n = n + 1
    if n < 4 then goto again end
end]],
            [[
local function make(depth, ...)
    local a, b = ...
    if depth == 0 then
        return {get = function() a = (a or 0) + 1; return a, b end}
    end
    return make(depth - 1, b, a)
end
for i = 1, 3 do $1[i] = make(i, i, i * 2) end]],
        }, t)
        emit("for k = 1, #%s do show_line(%s[k].get(), %s[k].get(), "
            .. "(%s[1].get())) end", t, t, t, t)
    end)
    emit "end"
end

local function jumps()
    lines(pick {
        [[
for i = 1, 3 do
    for j = 1, 3 do
        if j == $1 then goto next_i end
        if i * j == $2 then goto done end
        show_line(i, j)
    end
    ::next_i::
end
::done::]],
        [[
do
    local i = 1
    ::top::
    if i > $1 then goto out end
    do
        local c = i
        show_line((function() return c * 2 end)())
    end
    i = i + 1
    goto top
    ::out::
end]],
        [[
do
    local state, n = "a", 0
    ::a:: n = n + 1; if n > $2 then goto e end; show_line("a", n)
    if n % $1 == 0 then goto b end; goto a
    ::b:: do show_line("b"); if n < 3 then goto a end end
    ::e::
end]],
        [[
repeat
    local x = $1
    if x > 2 then break end
    do goto cont end
    show_line("not here")
    ::cont::
until true]],
        [[
while true do
    for k = 1, $2 do
        local c <close> = closer("loop" .. k)
        if k == $1 then goto leave end
    end
    do break end
end
::leave::]],
    }, tostring(rnd(3)), tostring(rnd(6)))
end

-- The end of a block, where labels may stand.
local function in_block(writer)
    return function()
        emit "do"
        block(writer)
        emit "end"
    end
end

local function methods()
    lines([[
local C = {}
C.__index = C
function C.new(n) return setmetatable({n = n}, C) end
function C:add(d, ...) self.n = self.n + d + select("#", ...); return self end
function C:get() return self.n end
function C.inner(x) return {deep = {m = function(self, y) return x, y end}} end
local o = C.new($1)
show_line(o:add(1):add(2, nil, nil):get(), o.get(o), C.get{n = 5})
show_line(o.inner(3).deep:m(4), ("x"):rep(3), #("abc"):upper())
show_line(pcall(function() return $2 end))]], tostring(rnd(9)), pick {
        "o:nothing()", "o.n:get()", "C.new():get()", "o:add()", "o.n.x.y",
        "o.inner().deep.m.x.y", "o:inner().deep:m()", "C:new(1)", "o()",
        "o.get()", "o:add({})", "o:add(1):nothing()", "o['n']()",
        "('x'):nothing()", "(o or C):add'q'", "C['new'](2):add(1).n.x"})
end

-- metamethods --------------------------------------------------------------

local binary_events = {add = "+", sub = "-", mul = "*", div = "/", mod = "%",
    pow = "^", idiv = "//", band = "&", bor = "|", bxor = "~", shl = "<<",
    shr = ">>", concat = "..", eq = "==", lt = "<", le = "<="}
local event_names = {}
for name in pairs(binary_events) do event_names[#event_names + 1] = name end
table.sort(event_names)

-- What a metamethod does besides returning its value.
local function meta_body(value)
    return pick {
        "return " .. value, "log('mm'); return " .. value,
        "return " .. value .. ", 'extra'", "return nil", "return",
        "error('in metamethod', 0)", "error('in metamethod')",
        "local q = nil; return q.x", "return (two())",
        "coroutine.yield('yielded'); return " .. value,
        "return pcall(error, " .. value .. ")",
    }
end

local function operand()
    return pick {"a", "a", "b", "1", "'s'", "2.5", "nil", "{}", "true", "a"}
end

local function metamethods()
    local name = pick(event_names)
    local op = binary_events[name]
    local left, right = operand(), operand()
    if left ~= "a" and right ~= "a" then left = "a" end
    emit(("do local mt = {__%s = function(x, y) %s end}")
        :format(name, meta_body "show(x) .. show(y)"))
    block(function()
        emit("local a, b = setmetatable({}, mt), setmetatable({}, %s)",
            pick {"mt", "{}", "{__name = 'Named'}", "mt"})
        local body = ("%s %s %s"):format(left, op, right)
        local use = pick {"return " .. body, "local r = " .. body
            .. "; return r", "if " .. body .. " then return 'yes' end "
            .. "return 'no'", "return not (" .. body .. ")",
            "local t = {" .. body .. ", 2}; return t[1], t[2]",
            "return two(" .. body .. ")",
            "while " .. body .. " do return 'in' end return 'out'"}
        emit(("local co = coroutine.create(function() return "
            .. "pcall(function() %s end) end)"):format(use))
        emit "show_line(coroutine.resume(co))"
        emit "show_line(coroutine.resume(co, 'again'))"
    end)
    emit "end"
end

local function other_metamethods()
    local value = pick {"show(k)", "rawget(t, k)", "two()", "nil", "#k"}
    emit(fill([[do local mt = {$1}]], table.concat({
        ("__index = %s"):format(pick {
            "function(t, k) " .. meta_body(value) .. " end",
            "{x = 1, y = 2}", "setmetatable({x = 3}, {__index = function(t, "
                .. "k) return 'deep' .. tostring(k) end})", "nil", "'str'",
            "5"}),
        ("__newindex = %s"):format(pick {
            "function(t, k, v) " .. meta_body "1" .. " end",
            "function(t, k, v) rawset(t, k, v) end", "{}", "nil", "print"}),
        ("__call = %s"):format(pick {
            "function(self, ...) return select('#', ...), ... end",
            "function(self, a) " .. meta_body "a" .. " end", "nil",
            "setmetatable({}, {__call = function(_, self, ...) return "
                .. "'twice', ... end})", "string.len"}),
        ("__len = %s"):format(pick {"function(t) " .. meta_body "7" .. " end",
            "nil", "function() return 2.5 end"}),
        ("__unm = %s, __bnot = %s"):format("function(x, y) "
            .. meta_body "rawequal(x, y)" .. " end", "function(x) "
            .. meta_body "'bnot'" .. " end"),
        ("__tostring = %s"):format(pick {"function() return 'T' end",
            "function() return 5 end", "nil", "function() error('ts', 0) "
            .. "end"}),
        ("__name = %s"):format(pick {"'Name'", "5", "nil"}),
        ("__pairs = %s"):format(pick {"nil", "function(t) return "
            .. "function(_, k) if not k then return 1, 2 end end, t, nil "
            .. "end", "5"}),
        ("__metatable = %s"):format(pick {"nil", "'locked'", "false"}),
        ("__close = %s"):format(pick {"function(t, e) log(show(e)) end",
            "nil", "function() coroutine.yield('closing') end"}),
    }, ", ")))
    block(function()
        emit "local a = setmetatable({z = 9}, mt)"
        local use = pick {"return a.x", "return a[1]", "return a.x.y",
            "a.n = 1; return rawget(a, 'n')", "a[1], a[2] = 3, 4; return a[1]",
            "return a(1, nil, 3)", "return a()", "return (a(4, 5))", "return #a",
            "return -a", "return ~a", "return tostring(a)",
            "local n = 0; for k, v in pairs(a) do n = n + 1 end return n",
            "return getmetatable(a)", "return setmetatable(a, nil) == a",
            "local c <close> = a; return 'closed'",
            "do local c <close> = a; error('e', 0) end",
            "return a:method(1)", "a.z = 2; return a.z", "a.q.r = 1",
            "return a.x .. 'c'", "return a.x + 1", "a.n = (a.n or 0) + 1",
            "return pcall(a, 1)", "return select(2, pcall(error, a)) == a",
            "for i in a do return i end", "return table.unpack(a, 1, 2)",
            "return table.concat(a, ',', 1, 2)", "return next(a)",
            "return ('x'):rep(a)", "return string.format('%s', a)",
            "return #a + 1, -a", "return rawlen(a), rawequal(a, a)",
            "table.insert(a, 5); return rawget(a, 1)",
            "return ipairs(a)(a, 0)", "return a == a, a ~= {}",
            "return (('x'):gsub('x', a))", "return {a(1)}, a.x"}
        emit(("local co = coroutine.create(function() return "
            .. "pcall(function() %s end) end)"):format(use))
        emit "for _ = 1, 3 do show_line(coroutine.resume(co, 'again')) end"
    end)
    emit "end"
end

-- coroutines ---------------------------------------------------------------

local function coroutines()
    local body = pick {
        "local a = coroutine.yield(1); show_line(a); return coroutine.yield()",
        "return pcall(function() coroutine.yield('p'); error({}) end)",
        "show_line(pcall(pcall, coroutine.yield, 1)); return 2",
        "local c <close> = closer('co'); coroutine.yield('open'); return 1",
        "local c <close> = setmetatable({}, {__close = function() "
            .. "coroutine.yield('in close') end}); return 'a', 'b'",
        "for k in function(_, k) coroutine.yield('it'); "
            .. "if not k then return 1 end end do show_line(k) end",
        "table.sort({3, 2, 1}, function(a, b) coroutine.yield() end)",
        "return (('abc'):gsub('.', function(c) coroutine.yield(c) end))",
        "return select('#', coroutine.yield(...))",
        "show_line(xpcall(function() coroutine.yield(1); local x; x() end, "
            .. "function(m) return 'H:' .. tostring(m) end)); return 3",
        "local co; co = coroutine.wrap(function() coroutine.yield("
            .. "coroutine.isyieldable()); error('inner') end); "
            .. "show_line(co()); co()",
        "show_line(coroutine.status(coroutine.running())); "
            .. "return coroutine.resume(coroutine.running())",
        "return coroutine.close(coroutine.running())",
        "local self = coroutine.running(); return coroutine.wrap(function() "
            .. "return coroutine.status(self), coroutine.resume(self) end)()",
        "local t = setmetatable({}, {__index = function(_, k) return "
            .. "coroutine.yield(k) end}); return t.x, t.y",
        "return load(function() return coroutine.yield('src') end)",
        "local function f(n) if n == 0 then coroutine.yield('deep') return 0 "
            .. "end return 1 + f(n - 1) end return f(50)",
        "local function f(n) if n == 0 then return coroutine.yield('tail') "
            .. "end return f(n - 1) end return f(20)",
        "return table.unpack({...}, 1, 3)", "error(setmetatable({}, "
            .. "{__tostring = function() return 'E' end}))",
        "local ok, e = pcall(coroutine.yield, 'y'); error(e, 0)",
        "return coroutine.yield(coroutine.yield(coroutine.yield()))",
        "goto e; ::e:: return coroutine.yield((...))",
    }
    emit(("do local co = coroutine.create(function(...) %s end)")
        :format(body))
    block(function()
        for _ = 1, rnd(5) do
            emit(("show_line(coroutine.resume(co, %s))")
                :format(list(rnd(3) , function() return pick {"1", "nil",
                    "'r'", "{}"} end)))
        end
        emit "show_line(coroutine.status(co))"
        if chance(50) then emit "show_line(coroutine.close(co))" end
    end)
    emit "end"
end

-- to-be-closed variables ---------------------------------------------------

local function closing()
    local leave = pick {"break", "return 'r'", "return two()", "goto out",
        "error('leave', 0)", "error({1})", "local x = nil; x.y = 1",
        "return closer('last')", "coroutine.yield('y')", "show_line('on')",
        "return (two())", "return show('tail')"}
    lines([[
show_line(coroutine.wrap(function() return pcall(function()
    local n <const> = $1
    for i = 1, n do
        local a <close> = closer("a" .. i, $2)
        local b <close> = $3
        do local c <close> = closer("c"); tick() end
        if i == $4 then $5 end
    end
    ::out::
    return "end"
end) end)())]], tostring(rnd(3)), chance(20) and "true" or "false",
        pick {"nil", "false", "closer('b')", "closer('b', true)", "{}",
            "closer('b')"}, tostring(rnd(3)), leave)
end

-- errors -------------------------------------------------------------------

local error_values = {"'text'", "nil", "42", "4.5", "true", "{}", "print",
    "setmetatable({}, {__tostring = function() return 'obj' end})",
    "setmetatable({}, {__name = 'Named'})", "coroutine.create(print)", "''",
    "'with\\nnewline'", "0/0"}

local function errors()
    local value = pick(error_values)
    local level = pick {"", ", 0", ", 1", ", 2", ", 3", ", '1'", ", -1"}
    emit("show_line(" .. pick {
        ("pcall(error, %s%s)"):format(value, level),
        ("pcall(function() error(%s%s) end)"):format(value, level),
        ("pcall(function() local function f() error(%s%s) end f() end)")
            :format(value, level),
        ("select('#', pcall(error, %s))"):format(value),
        ("pcall(assert, false, %s)"):format(value),
        ("pcall(assert, %s, 'm')"):format(value),
        ("xpcall(error, function(m) return type(m), m end, %s%s)")
            :format(value, level),
        ("xpcall(error, error, %s)"):format(value),
        ("xpcall(function() error(%s) end, function(m) error('again') end)")
            :format(value),
        ("pcall(pcall, error, %s)"):format(value),
        ("pcall(xpcall, error)"), ("xpcall(pcall, print, error, %s)")
            :format(value),
        ("pcall(coroutine.wrap(function() error(%s%s) end))"):format(value,
            level),
        ("pcall(string.gsub, 'a', 'a', function() error(%s%s) end)")
            :format(value, level),
        ("pcall(table.sort, {1, 2, 3}, function() error(%s%s) end)")
            :format(value, level),
        ("pcall(load, function() error(%s%s) end)"):format(value, level),
        ("pcall(next, {}, %s)"):format(value == "nil" and "1" or value),
        ("pcall(setmetatable, %s)"):format(value),
        ("pcall(ipairs, %s)"):format(value),
        ("pcall(string.rep, %s)"):format(value),
        ("pcall(string.format, '%%d', %s)"):format(value),
        ("pcall(table.concat, {1, %s, 3})"):format(value),
        ("pcall(math.floor, %s)"):format(value),
        ("pcall(rawlen, %s)"):format(value),
        ("pcall(coroutine.resume, %s)"):format(value),
        ("pcall(tostring(%s).rep, 'x', {})"):format(value),
    } .. ")")
end

-- Erroneous accesses: what the message calls the variable.
local function naming()
    local bad = pick {"nil", "true", "5", "{}", "'s'", "print", "2.5"}
    local where = pick {
        {"local v = $1", "v"}, {"v = $1", "v"}, {"local o = {v = $1}", "o.v"},
        {"local o, k = {v = $1}, 'v'", "o[k]"}, {"local o = {$1}", "o[1]"},
        {"local v <const> = $1", "v"}, {"o = {v = {w = $1}}", "o.v.w"},
        {"local v = $1; local function up() return v end", "v"},
        {"local o = {v = function() return $1 end}", "o:v()"},
        {"local o = {v = function() return $1 end}", "o.v()"},
        {"local _ENV = {v = $1, pcall = pcall}", "v"},
        {"local a, v = 1, $1", "v"}, {"local o = {['a b'] = $1}",
            "o['a b']"}, {"local v = $1", "(v)"},
        {"local v = $1", "(v or v)"}, {"", "($1)"}, {"", "(... or $1)"},
    }
    local use = pick {"$1.x.y", "$1()", "$1:m()", "$1.x()", "$1.x.y()",
        "$1 + 1", "1 - $1", "$1 .. 'x'", "'x' .. $1 .. 1", "#$1", "-$1",
        "~$1", "$1 & 1.5", "$1 < 1", "1 <= $1", "$1 < $1", "$1 // 0",
        "$1[nil]", "$1 | 1", "2^53 | $1", "$1 << 1.5", "$1 % 0", "$1.x + $1",
        "$1[1][2][3]", "$1:m():n()", "$1.x:y(1).z", "{$1()}", "($1)(1)",
        "$1{}", "$1'x'", "not $1.x.y", "$1 == $1.x.y", "$1 > {}",
        "math.floor($1)", "('x'):rep($1)"}
    local assign = chance(20) and pick {"$1.x.y = 1", "$1.x = 1",
        "$1[nil] = 1", "$1.x.y.z = 1", "for i = $1, 2 do end",
        "for i = 1, $1 do end", "for k in $1 do end",
        "for k in pairs($1) do end", "local c <close> = $1",
        "$1.n = $1.n + 1", "$1[$1] = $1.x"}
    local decl = fill(where[1], bad)
    local subject = fill(where[2], bad)
    if assign and subject:find("^%(") then assign = nil end
    if assign and subject:find("%)$") then assign = nil end
    local text = assign and fill(assign, subject)
        or "return " .. fill(use, subject)
    local inside = where[1]:find("_ENV", 1, true)
    if inside or chance(50) then
        emit(("show_line(pcall(function(...) %s; %s end))"):format(decl,
            text))
    else
        emit(("do %s; show_line(pcall(function(...) %s end)) end")
            :format(decl, text))
    end
end

local function compiled()
    local piece = pick {"x =", "return 1,", "local x <const> = 1; x = 2",
        "goto nowhere", "break", "::a:: ::a::", "for i = 1 do end",
        "return ...", "return 'a' .. 1 .. 2.0", "x = }", "if x then",
        "local function f() return f end return f == f()", "return 08, 1e2",
        "return 0x", "return 1..2", "x y", "f(", "local t = {1, 2",
        "return [[a]]", "return 'a", "return \"\\q\"", "return #'abc'",
        "local a <close> = nil return a", "local a <foo> = 1",
        "return -2^2, not nil == true, 1 .. 2 == '12'",
        "return 2^3^2, -3 % 5, 7 // -2, 1 << 2 + 1, 5 & 6 | 8 ~ 3",
        "return 'a' < 'b' and 'yes' or 'no', nil and 1, false or nil",
        "return 1 < 2 == true, 'x' .. 'y' == 'xy', #'ab' + 1, -#'ab'",
        "do local x = 1; goto e; ::e:: end return 1",
        "goto l; local x; ::l:: return x", "return (function(...) return "
            .. "select('#', ...) end)(nil, nil)"}
    emit(("show_line(pcall(function(...) local f, m = load(%q%s); "
        .. "if not f then return m end return f(1, 2) end))"):format(piece,
        pick {"", ", '=name'", ", '@file.lua'", ", 'x', 'b'", ", 'x', 't', {}"
        })) -- no line ends in pieces
end

-- one instruction, many types -----------------------------------------------
--
-- The body of `site` runs again and again with values of all kinds, while
-- what it has seen changes: fields come and go, metatables too.

local sites = {"return a + b", "return a - 1", "return 2 * a", "return a / b",
    "return a // b", "return a % 3", "return a ^ 2", "return a & 7",
    "return a | b", "return a ~ b", "return a << 1", "return a >> b",
    "return -a", "return ~a", "return #a", "return not a", "return a .. b",
    "return a .. 'x' .. b", "if a < b then return 'lt' end return 'ge'",
    "if a <= 5 then return 'le' end return 'gt'", "return a > b, a >= 2.5",
    "if a == b then return 'eq' end return 'ne'", "return a == 1, a ~= 'x'",
    "while 3 < a do return 'in' end return 'out'", "return a == nil, a == true",
    "return a.x", "return a.x, a.y", "return a.x.x", "return a[1]",
    "return a[b]", "return a[b], a[b]", "a.x = b; return a.x",
    "a.z = b; a.x = 1; return a.z", "a[1] = b or 0; return a[1], #a",
    "b = 'k' .. tostring(b); a[b] = b; return a[b]", "a[#a + 1] = b; return #a", "a.n = (a.n or 0) + 1 "
    .. "return a.n", "return a:m(b)", "return a:len()", "return a(b)",
    "return (a(b))", "return a.x(b)", "return a.m", "local t = {a, b, x = a}; "
    .. "return t[1], t.x", "for i = a, 3 do return i end return 'none'",
    "for i = 1, a do if i == 2 then return i end end return 'end'",
    "local n = 0 for k, v in pairs(a) do n = n + 1 end return n",
    "for i, v in ipairs(a) do return i, v end return 'empty'",
    "for k in a, b do return k end return 'nothing'", "local x <const> = a; "
    .. "local function f() return x end; return f() == a",
    "return function() a = b; return a end", "a, b = b, a; return a == b, b",
    "return math.floor(a), math.max(a, b)", "return type(a), tostring(b)",
    "return select('#', a, b), rawequal(a, b), rawlen(a)", "g1 = a; return g1",
    "return string.sub(a, b)", "return string.byte(a), string.len(a)",
    "return table.unpack(a, 1, 2)", "return a.x and a.y or b",
    "return (a or b) and 'both'", "local s = '' for i = 1, 2 do s = s .. a end "
    .. "return s", "return setmetatable({}, {__index = a}).x",
    "return setmetatable({x = 1}, {__newindex = a}).x", "return a < a, b <= b",
    "local c <close> = a; return 'closed'", "return math.tointeger(a), a == 2",
    "return a + b * 2 - a", "local v = a v = v + 1 v = v + 0.5 return v"}

local site_values = {"1", "2", "7", "-1", "2.5", "1.0", "-0.0", "2^53",
    "math.maxinteger", "math.mininteger", "'x'", "'10'", "'0x1p1'", "'abc'",
    "nil", "true", "false", "p", "p", "p", "q", "q", "r", "r", "s", "f", "l",
    "l", "e", "{}", "{x = 1}", "{y = 2, x = 3}", "{1, 2}", "{1.5}", "{'a'}",
    "{x = {x = 5}}", "m", "m"}

local changes = {"p.x = nil", "p.x = 2", "p.z = 'z'", "p.w, p.v = 1, 2",
    "q.x = function(v) return v end", "setmetatable(p, {__index = q})",
    "setmetatable(p, nil)", "setmetatable(q, {__add = function() return 'add' "
    .. "end, __index = function(_, k) return k end})", "r.x = r",
    "getmetatable(r).__index.x = 'inherited'", "getmetatable(r).__index.x = nil",
    "getmetatable(r).__index = function() return 'fn' end",
    "getmetatable(r).__call = function(_, v) return 'called', v end",
    "getmetatable(m).__index = nil", "getmetatable(m).__eq = function() return "
    .. "true end", "getmetatable(m).__len = function() return 3 end",
    "l[#l + 1] = 1", "l[#l + 1] = 1.5", "l[#l + 1] = 'x'", "l[#l] = nil",
    "for i = 1, 9 do l[i] = i end", "for i = #l, 2, -1 do l[i] = nil end",
    "l.x = 'l'", "e[1] = 5", "e.x = 6", "p = {y = 1, x = 2}", "q = {}",
    "r = setmetatable({}, {__index = p})", "f = string.rep", "f = print and f",
    "p[1] = 'one'", "q['x'] = nil", "m.x = 4", "for k in pairs(p) do p[k] = "
    .. "nil end", "table.insert(l, 1, 0)", "if #l > 0 then table.remove(l, 1) "
    .. "end", "p.x, p.y, p.z = 1, 2, 3", "s = s .. 'y'"}

local function polymorphic()
    emit "do"
    block(function()
        lines([[
local function site(a, b) $1 end
local p, q, l, e, s = {x = 1, m = function(_, v) return 'm', v end}, {}, {1, 2, 3}, {}, "str"
local function f(v) return v, 'f' end
local r = setmetatable({own = 1}, {__index = {x = "up", m = f}})
local m = setmetatable({}, {__index = {x = 1}, __concat = function() return 'cat' end,
    __lt = function() return true end, __le = function() return false end,
    __sub = function(x, y) return 'sub' end, __unm = function() return 'unm' end,
    __newindex = function(t, k, v) rawset(t, k, v) end, __close = function() end})]], pick(sites))
        emit "local function try(a, b) show_line(pcall(site, a, b)) end"
        for _ = 1, 4 + rnd(8) do
            local a, b = pick(site_values), pick(site_values)
            if chance(50) then b = pick {"1", "2", "'x'", "2.5"} end
            if chance(25) then
                emit("for _ = 1, 3 do try(%s, %s) end", a, b)
            else
                emit("try(%s, %s)", a, b)
            end
            if chance(35) then emit(pick(changes)) end
        end
    end)
    emit "end"
end

-- Calls over several lines, whose errors older releases put elsewhere.
local spans = {"f\n(1)", "local x = t\n.x\n.y()", "t.x(\n1,\n2)",
    "log(\nf(\n1\n)\n)", "f\n{\n}", "t:m\n(\n)", "local x = t.a +\nt.b",
    "local s = 'a' ..\nt.x ..\n'b'", "return f\n(\n1\n,2)",
    "string.rep\n(\n'x'\n, {}\n)", "t.x.y\n.z = 1", "return -\nt",
    "for i = 1,\nf\n, 2 do end", "local c <close> =\nt",
    "if t\n< 1\nthen end", "f\n'x'", "t.\nx\n:y(\n)", "error(\n'm'\n)",
    "t[\n1\n]\n[\n2\n] = 3", "return log(1)\n(\n2)", "two()\n\n()",
    "return t\n..\nf", "return {\nf\n()\n}", "return (\nf\n)\n()",
    "t.x =\nt.y\n.z", "repeat\nlocal q\nuntil\nq.x", "while\nt\n.x\n.y\n"
    .. "do\nend", "for k in\nf\ndo\nend", "return function()\nend\n.x"}

local function spanning()
    emit "show_line(pcall(function()"
    block(function()
        emit "local f, t = nil, {}"
        for line in pick(spans):gmatch("[^\n]+") do emit(line) end
    end)
    emit "end))"
end

-- Unwinding: variables to be closed inside functions that close others, and
-- captured ones, left in every way, in what C code calls and catches.
local function unwinding_body(levels)
    local t = {}
    for i = 1, rnd(3) do
        local v = fresh "v"
        t[i] = pick {
            "local $1 = '$1'; keep = function() return $1 end",
            "local $1 <close> = guard('$1')", "tick()",
            levels > 0 and "local $1 <close> = guard('$1', function() "
                .. unwinding_body(levels - 1) .. " end)" or "log('$1')",
            levels > 0 and "log(tostring(select(2, pcall(function() "
                .. unwinding_body(levels - 1) .. " end))))" or "tick()",
            levels > 0 and "log(load(twice(function() "
                .. unwinding_body(levels - 1) .. " end)) == nil)"
                or "log(keep(1, 2, 3, 4, 5, 6))",
        }:gsub("%$1", v)
    end
    return table.concat(t, "; ") .. "; " .. pick {"tick()", "tick()",
        "error('e', 0)", "local n = nil; n()", "do return 'r' end",
        "coroutine.yield('y')", "log(keep(1, 2, 3, 4, 5, 6, 7, 8))"}
end

local function unwinding()
    lines([[
do
    local function keep() end
    local function twice(f)
        local n = 0
        return function()
            n = n + 1
            if n < 3 then return f() end
        end
    end
    local function guard(name, f)
        return setmetatable({}, {__close = function(_, e)
            show_line("close", name, e)
            if f then f() end
        end})
    end
    local co = coroutine.create(function() $1 end)
    show_line(coroutine.resume(co))
    $2
    show_line(coroutine.close(co))
    show_line(keep(1, 2, 3, 4, 5, 6, 7, 8))
end]], unwinding_body(3), pick {"", "show_line(coroutine.resume(co))"})
end

local list_of_kinds = {
    {6, numbers}, {5, conversions}, {3, numeric_for}, {2, literals},
    {6, patterns}, {2, packing}, {4, constructors}, {4, sequences},
    {3, assignments}, {3, varargs}, {2, closures}, {2, in_block(jumps)},
    {2, in_block(methods)}, {5, metamethods}, {5, other_metamethods},
    {4, coroutines}, {3, closing}, {4, errors}, {6, naming}, {2, compiled},
    {6, polymorphic}, {3, unwinding},
}
if g.recent then list_of_kinds[#list_of_kinds + 1] = {3, spanning} end
return list_of_kinds
