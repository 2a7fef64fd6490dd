-- lua-expat: callbacks from a C parser, errors through it, lom.
local check = require "check"
local lxp = require "lxp"
local lom = require "lxp.lom"

check.case("events in order", function()
    local log = {}
    local p = lxp.new{
        StartElement = function(_, name, attrs)
            log[#log + 1] = "<" .. name .. (attrs.x and " x=" .. attrs.x or "")
        end,
        EndElement = function(_, name) log[#log + 1] = ">" .. name end,
        CharacterData = function(_, text) log[#log + 1] = text end,
        Comment = function(_, text) log[#log + 1] = "--" .. text end,
        ProcessingInstruction = function(_, target, data)
            log[#log + 1] = target .. "?" .. data
        end,
    }
    for piece in ("<a><b x='1'/>te&amp;xt<!--c--><?php go?></a>"):gmatch("...?.?") do
        assert(p:parse(piece))
    end
    assert(p:parse())
    p:close()
    local text = table.concat(log, " ")
    check.equal(text:gsub("te ?& ?x ?t", "TEXT"), "<a <b x=1 >b TEXT --c php?go >a")
end)

check.case("broken documents", function()
    local p = lxp.new{}
    local ok, msg, line, col = p:parse("<a>\n</b>")
    check.equal({ok, msg, line, col}, {nil, "mismatched tag", 2, 3})
    check.fails("mismatched tag", p.close, p)
    check.refuses("no element found", function()
        local q = lxp.new{}
        return q:parse()
    end)
end)

check.case("an error in a callback ends the parse", function()
    local p = lxp.new{StartElement = function(_, name)
        if name == "bad" then error("refused " .. name, 0) end
    end}
    check.fails("refused bad", p.parse, p, "<a><bad/></a>")
end)

check.case("namespaces and positions", function()
    local seen
    local p = lxp.new({StartElement = function(self, name)
        seen = {name, (self:pos())}
    end}, "|")
    assert(p:parse("\n\n<n:a xmlns:n='urn:x'/>"))
    p:close()
    check.equal(seen, {"urn:x|a", 3})
end)

check.case("a tree", function()
    local tree = assert(lom.parse("<a x='1'>text<b>in</b><c/></a>"))
    check.equal(tree.attr.x, "1")
    check.equal(tree[1], "text")
    check.equal(lom.find_elem(tree, "b")[1], "in")
    local tags = 0
    for _ in lom.list_children(tree) do tags = tags + 1 end
    check.equal(tags, 2)
end)

check.case("a document of many elements", function()
    local doc, n, depth, deepest = {"<r>"}, 0, 0, 0
    for i = 1, 3000 do doc[#doc + 1] = ("<e id='%d'><f/></e>"):format(i) end
    doc[#doc + 1] = ("<d>"):rep(200) .. ("</d>"):rep(200) .. "</r>"
    local p = lxp.new{
        StartElement = function(_, _, attrs)
            n = n + (attrs.id or 0)
            depth = depth + 1
            deepest = math.max(deepest, depth)
        end,
        EndElement = function() depth = depth - 1 end,
    }
    assert(p:parse(table.concat(doc)))
    p:close()
    check.equal({n, deepest}, {4501500, 201})
end)

check.case("parsers are collected", function()
    check.collected(function()
        local p = lxp.new{CharacterData = print}
        p:parse("<a>")
        return p
    end)
end)

check.done()
