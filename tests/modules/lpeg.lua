-- lua-lpeg: patterns, captures, match-time functions; re.
local check = require "check"
local lpeg = require "lpeg"
local re = require "re"
local P, R, S, V = lpeg.P, lpeg.R, lpeg.S, lpeg.V
local C, Ct, Cc, Cg, Cb = lpeg.C, lpeg.Ct, lpeg.Cc, lpeg.Cg, lpeg.Cb
local Cf, Cs, Cp, Cmt, Carg = lpeg.Cf, lpeg.Cs, lpeg.Cp, lpeg.Cmt, lpeg.Carg

local space = S" \t\n"^0

check.case("an expression evaluator", function()
    local function fold(a, op, b)
        if op == "+" then return a + b end
        if op == "-" then return a - b end
        if op == "*" then return a * b end
        return a // b
    end
    local function left(of, ops)
        return Cf(of * Cg(C(ops) * space * of)^0, fold)
    end
    local number = C(P"-"^-1 * R"09"^1) / math.tointeger * space
    local expr = P{
        "sum",
        sum = left(V"product", S"+-"),
        product = left(V"atom", S"*/"),
        atom = number + P"(" * space * V"sum" * ")" * space,
    }
    local whole = space * expr * -1
    check.equal(whole:match("2 * (3 + 4) - 10 / 3"), 11)
    check.equal(whole:match("1 - 2 - 3"), -4)
    check.equal(whole:match("1 +"), nil)
    check.equal(whole:match(("("):rep(50) .. "7" .. (")"):rep(50)), 7)
end)

check.case("captures of every kind", function()
    local word = C(R("az", "AZ")^1)
    check.equal({(Ct(Cp() * word * Cp())):match("hello")},
                {{1, "hello", 6}})
    check.equal((Ct(Cg(word, "first") * " " * Cg(word, "second"))):match("a b"),
                {first = "a", second = "b"})
    check.equal((Cs((P"x" / "yy" + 1)^0)):match("axbx"), "ayybyy")
    check.equal({(word / {yes = 1, no = 2}):match("yes")}, {1})
    check.equal((word / "<%1>"):match("tag"), "<tag>")
    check.equal({(Cc(1, "two", nil, 4)):match("")}, {1, "two", nil, 4})
    check.equal((Carg(2)):match("", 1, "x", "y"), "y")
    check.equal((C(P(1)^1) / 0):match("abc"), 4)
end)

check.case("back captures: long strings", function()
    local open = "[" * Cg(P"="^0, "n") * "["
    local close = "]" * C(P"="^0) * "]"
    local same = Cmt(close * Cb"n", function(_, i, a, b) return a == b end)
    local long = open * C((P(1) - same)^0) * same / 1
    check.equal(long:match("[==[a]=]b]==]"), "a]=]b")
end)

check.case("functions at match time decide", function()
    local even = Cmt(C(R"09"^1), function(_, i, digits)
        local n = math.tointeger(digits)
        if n % 2 == 0 then return i, n // 2, "half" end
        return false
    end)
    check.equal({even:match("48")}, {24, "half"})
    check.equal(even:match("47"), nil)
    check.fails("from the pattern", function()
        return Cmt(1, function() error("from the pattern") end):match("x")
    end)
end)

check.case("searching a long subject", function()
    local text = ("no "):rep(20000) .. "needle" .. (" no"):rep(100)
    local find = P{P"needle" * Cp() + 1 * V(1)}
    check.equal(find:match(text), 60007)
end)

check.case("errors in grammars", function()
    check.fails("may be left recursive", function()
        return P{V(1) * "x"}
    end)
    check.fails("loop body may accept empty string", function()
        return P""^0
    end)
    check.fails("rule 'gone' undefined", function()
        return P{V"gone"}
    end)
    check.fails("stack overflow|backtrack stack", function()
        local p = P{"(" * V(1) * ")" + ""}
        local ok, msg = pcall(p.match, p, ("("):rep(100000))
        error(ok and "none" or msg:gsub("^.*(backtrack stack).*$", "stack overflow|%1"), 0)
    end)
end)

check.case("pattern objects", function()
    check.equal(lpeg.type(P"x"), "pattern")
    check.equal(lpeg.type("x"), nil)
    check.equal((#P"ab" * C(1)):match("ab"), "a")
    check.equal((lpeg.B"a" * "b"):match("ab", 2), 3)
    check.collected(function() return P"abc" + R"09"^3 end)
end)

check.case("re", function()
    check.equal(re.match("hello 42", "%a+ %s {%d+}"), "42")
    check.equal(re.gsub("a1b22", "%d+", "#"), "a#b#")
    check.equal({re.find("the cat", "'cat'")}, {5, 7})
    local csv = re.compile([[
        record <- {| field (',' field)* |} !.
        field  <- '"' {~ ([^"] / '""' -> '"')* ~} '"' / {[^,"]*}
    ]])
    check.equal(csv:match('a,"b ""q"" c",,d'), {"a", 'b "q" c', "", "d"})
    check.fails("rule 'x'", re.compile, "a <- x")
end)

check.done()
