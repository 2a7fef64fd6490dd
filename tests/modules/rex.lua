-- lua-rex-*: regular expressions of five libraries behind one interface. They
-- take memory from the state's allocator.
local check = require "check"

for _, name in ipairs{"pcre2", "posix", "onig", "tre", "gnu"} do
    local rex = require("rex_" .. name)
    local function case(what, fn) check.case(name .. ": " .. what, fn) end

    case("find and match", function()
        check.equal({rex.find("foo123bar", "[0-9]+")}, {4, 6})
        check.equal({rex.match("key = val", "([a-z]+) = ([a-z]+)")},
                    {"key", "val"})
        check.equal(rex.match("none", "[0-9]+"), nil)
        check.equal(rex.match("aXbX", "X", 3), "X")
        check.equal({rex.new("(a)(b)?"):exec("xa")}, {2, 2, {2, 2, false, false}})
    end)

    case("gmatch, split, gsub, count", function()
        local words = {}
        for w in rex.gmatch("the quick brown", "[a-z]+") do
            words[#words + 1] = w
        end
        check.equal(words, {"the", "quick", "brown"})
        local parts = {}
        for part in rex.split("a, b,c", ", *") do parts[#parts + 1] = part end
        check.equal(parts, {"a", "b", "c"})
        check.equal({rex.gsub("hello world", "o", "0")}, {"hell0 w0rld", 2, 2})
        check.equal({rex.gsub("ab", "[a-z]", function(c)
            return c:upper() .. "."
        end)}, {"A.B.", 2, 2})
        check.equal((rex.gsub("x1y2", "([0-9])", "<%1>")), "x<1>y<2>")
        check.equal((rex.gsub("cat dog", "[a-z]+", {cat = "gato"})), "gato dog")
        check.equal((rex.gsub("aaaa", "a", "b", 2)), "bbaa")
        if rex.count then check.equal(rex.count("banana", "an"), 2) end
    end)

    case("errors", function()
        check.fails("error in callback", function()
            rex.gsub("abc", "b", function() error("error in callback") end)
        end)
        assert(not pcall(rex.new, "(unclosed"))
        check.fails("subject has no topointer method", rex.find, {}, "x")
    end)

    case("a callback that yields is refused", function()
        local co = coroutine.create(function()
            return rex.gsub("abc", "b", function() coroutine.yield() end)
        end)
        local ok, msg = coroutine.resume(co)
        check.equal(ok, false)
        assert(msg:find "attempt to yield across a C%-call boundary")
    end)

    case("many compiled expressions, collected", function()
        local kept = {}
        for i = 1, 300 do
            kept[i % 10] = rex.new(("x%d+y"):format(i))
        end
        check.equal({kept[0]:find("x300000y")}, {1, 8})
        check.collected(function() return rex.new("a+b") end)
    end)

    case("long subjects", function()
        local text = ("ab"):rep(20000) .. "c"
        check.equal({rex.find(text, "bc")}, {40000, 40001})
        local out, n = rex.gsub(text, "b", "")
        check.equal({#out, n}, {20001, 20000})
    end)
end

local pcre = require "rex_pcre2"
check.case("pcre2: its own", function()
    local p = pcre.new("(?<y>[0-9]{4})-(?<m>[0-9]{2})", "i")
    local from, to, named = p:tfind("on 2024-02")
    check.equal({from, to}, {4, 10})
    check.equal({named.y, named.m}, {"2024", "02"})
    check.equal(pcre.match("foobar", "foo(?=bar)"), "foo")
    check.equal({pcre.find("ÄB", "äb", 1, pcre.flags().CASELESS
                                          | pcre.flags().UTF)}, {1, 3})
    local from2, ends = pcre.new("a+"):dfa_exec("aaa")
    check.equal({from2, ends}, {1, {3}})
    check.fails("missing closing parenthesis", pcre.new, "(a")
end)

check.done()
