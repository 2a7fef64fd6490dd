-- lua-yaml: loading, dumping, errors.
local check = require "check"
local lyaml = require "lyaml"

check.case("documents", function()
    local doc = lyaml.load([[
name: test
list: [1, 2.5, "three", true, ~]
nested:
  - a: 1
    b: {c: d}
  - - deep
text: |
  two
  lines
]])
    check.equal(doc.name, "test")
    check.equal(doc.list[2], 2.5)
    check.equal(doc.list[5], lyaml.null)
    check.equal(doc.nested[1].b.c, "d")
    check.equal(doc.nested[2], {"deep"})
    check.equal(doc.text, "two\nlines\n")
end)

check.case("many documents, anchors", function()
    local all = lyaml.load("--- 1\n--- {x: 2}\n", {all = true})
    check.equal(all, {1, {x = 2}})
    local doc = lyaml.load("base: &b {k: v}\nuse: *b\n")
    check.equal(doc.use.k, "v")
end)

check.case("there and back", function()
    local doc = {title = "a: b", list = {1, 2, {x = "y"}}, flag = false,
                 number = 1.25, empty = ""}
    check.equal(lyaml.load(lyaml.dump{doc}), doc)
    local long = {}
    for i = 1, 150 do long[i] = {id = i, s = ("%d: "):format(i):rep(3)} end
    check.equal(lyaml.load(lyaml.dump{long}), long)
end)

check.case("errors say where", function()
    check.fails("1:", lyaml.load, "[1, 2")
    check.fails("invalid reference: unknown", lyaml.load, "*unknown")
end)

check.case("the event parser", function()
    local kinds = {}
    for event in require "yaml".parser("a: [1]\n") do
        kinds[#kinds + 1] = event.type:sub(1, 3)
    end
    check.equal(#kinds, 10)
end)

check.done()
